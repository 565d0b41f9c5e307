import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { signature } from '../fire/client.ts'
import { rawConnection } from './raw-connection.ts'

export const types = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const
export const flags = { endStream: 1, ack: 1, endHeaders: 4, padded: 8 } as const

export interface Frame {
  readonly type: number
  readonly flag?: number
  readonly stream?: number
  readonly payload?: Uint8Array
}

export const frame = ({ type, flag = 0, stream = 0, payload = new Uint8Array() }: Frame): Buffer => {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flag, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** Headers in HPACK, each spelled out. */
export const block = (headers: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat(Object.entries(headers).flatMap(([name, value]) => [Buffer.from([0]), spelled(name), spelled(value)]))

const spelled = (word: string): Buffer => {
  const bytes = Buffer.from(word, 'latin1')
  return Buffer.concat([Buffer.from(bytes.length < 127 ? [bytes.length] : [127, ...rest(bytes.length - 127)]), bytes])
}

const rest = (length: number): readonly number[] => (length < 128 ? [length] : [(length % 128) + 128, ...rest(Math.floor(length / 128))])

/** A signed request for the list of flows. */
export const listFlows = (): Readonly<Record<string, string>> => ({
  ':method': 'GET',
  ':scheme': 'http',
  ':authority': '127.0.0.1',
  ':path': '/flows/',
  ...signature(),
})

/** The parameters of a SETTINGS frame. */
export const setting = (id: number, value: number): Buffer => {
  const bytes = Buffer.alloc(6)
  bytes.writeUInt16BE(id, 0)
  bytes.writeUInt32BE(value, 2)
  return bytes
}

/** A connection after the preface and empty SETTINGS; it reads nothing unless told to. */
export const http2Connection = async (port: number): Promise<Socket> => {
  const socket = await rawConnection(port)
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  socket.write(frame({ type: types.settings }))
  return socket
}

/** Sends a piece over and over, until the server ends the connection: then true. */
export const floods = async (socket: Socket, piece: (turn: number) => Uint8Array, turns: number): Promise<boolean> => {
  const ended = Promise.withResolvers<true>()
  socket.on('close', () => ended.resolve(true)).on('end', () => ended.resolve(true))
  for (let turn = 0; turn < turns && !socket.destroyed; turn++) {
    const taken = new Promise((resolve) => socket.write(piece(turn), resolve))
    await Promise.race([taken, ended.promise])
  }
  socket.resume()
  const isEnded = await Promise.race([ended.promise, sleep(1_000, false, { ref: false })])
  socket.destroy()
  return isEnded
}
