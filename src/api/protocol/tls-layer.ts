import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { SecureContextOptions, TLSSocket } from 'node:tls'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { answerBrokenRequest, plainOnTls } from './broken-request.ts'
import { lingerMs } from './inner-server.ts'
import { sniff, speaksTls } from './sniff.ts'

/** What TLS is spoken with: certificates and their key in PEM. */
export type TlsCredentials = Required<Pick<SecureContextOptions, 'cert' | 'key'>>

/** TLS between the front, which has the port and the deadlines, and the HTTP servers. */
export interface TlsLayer {
  /**
   * `then` gets what is inside the connection once its handshake is done. Whoever does not speak TLS is told so, and a handshake that fails
   * closes the connection.
   */
  accept(socket: Socket, then: (inside: TLSSocket) => void): void
  /** Other credentials for the connections to come. @throws Error - they do not work; the old ones stay. */
  renew(credentials: TlsCredentials): void
}

export interface TlsLayerOptions {
  readonly credentials: TlsCredentials
  readonly clock: Clock
  readonly ids: Ids
}

export const tlsLayer = ({ credentials, clock, ids }: TlsLayerOptions): TlsLayer => {
  /** By the client's address and port, which a connection shares with what is inside it and with no other. */
  const handshaking = new Map<string, (inside: TLSSocket) => void>()
  const server = createServer({ ...credentials, ...protocols })
  server.on('secureConnection', (inside) => {
    // Without a listener the failure of a connection would end the process.
    inside.on('error', () => inside.destroy())
    const then = handshaking.get(peerOf(inside))
    if (then === undefined) inside.destroy()
    else then(inside)
  })
  server.on('tlsClientError', (_, inside) => inside.destroy())

  const shakeHands = (socket: Socket, then: (inside: TLSSocket) => void): void => {
    const peer = peerOf(socket)
    handshaking.set(peer, then)
    socket.on('close', () => handshaking.delete(peer))
    server.emit('connection', socket)
  }
  const refuse = (socket: Socket): void => {
    answerBrokenRequest(plainOnTls, socket, ids.uuid())
    // What else arrives is thrown away: unread, it would take the answer with it.
    socket.resume()
    clock.timer(lingerMs, () => socket.destroy())
  }
  return {
    accept: (socket, then) => sniff(socket, speaksTls, (isTls) => (isTls ? shakeHands(socket, then) : refuse(socket))),
    renew: (renewed) => server.setSecureContext({ ...renewed, ...protocols }),
  }
}

const protocols = { minVersion: 'TLSv1.2', ALPNProtocols: ['h2', 'http/1.1'] } as const

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
