import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { signature } from '../fire/client.ts'
import type { RawAnswer } from './modelled.ts'

/** A connection that takes nothing amiss: neither a reset, nor half of it closed. */
export const rawConnection = async (port: number): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** All that is said on a connection on which `bytes` were sent, until the server ends it. */
export const said = async (port: number, bytes: string | Uint8Array): Promise<string> => {
  const socket = await rawConnection(port)
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  const answer = await text(socket).catch(() => '')
  socket.destroy()
  return answer
}

/** The first of the answers on such a connection; `undefined`: it was closed without one. */
export const answered = async (port: number, bytes: string | Uint8Array): Promise<RawAnswer | undefined> => {
  const answer = /^HTTP\/1\.1 (?<status>\d+)[^\r]*\r\n(?<headers>.*?)\r\n\r\n(?<body>.*)$/s.exec(await said(port, bytes))?.groups
  if (answer === undefined) return undefined
  const { status, headers = '', body = '' } = answer
  return { status: Number(status), headers: Object.fromEntries(headers.split('\r\n').map(named)), body }
}

const named = (line: string): readonly [string, string] => {
  const [name = '', ...value] = line.split(': ')
  return [name.toLowerCase(), value.join(': ')]
}

/** The head of a request that is signed and closes its connection. */
export const head = (method: string, path: string, headers: readonly string[] = []): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    ...Object.entries(signature()).map(([name, value]) => `${name}: ${value}`),
    ...headers,
    '',
    '',
  ].join('\r\n')
