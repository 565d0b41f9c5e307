/**
 * `node bench/slow-connections.ts COUNT ENDPOINT`: that many clients which send a header, or a byte of a body, every ten seconds, and
 * come back when they are cut. Says when all of them are there.
 */
import { connect } from 'node:net'
import { signature } from '../test/fire/client.ts'

const [, , given = '', endpoint = ''] = process.argv
const count = Number(given)
const port = Number(new URL(endpoint).port)
const pauseMs = 10_000
const signed = Object.entries(signature()).map(([name, value]) => `${name}: ${value}\r\n`)
const beginnings = [
  { first: 'GET /flows/ HTTP/1.1\r\nHost: a\r\n', piece: 'X: y\r\n' },
  { first: `POST /flows/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n${signed.join('')}\r\n`, piece: ' ' },
] as const

let open = 0
const begin = (at: number): void => {
  const beginning = beginnings[at % 2 === 0 ? 0 : 1]
  // Another address than the fast client's: one address alone never takes all connections.
  const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' })
  let sending: NodeJS.Timeout | undefined
  socket
    .on('connect', () => {
      socket.write(beginning.first)
      sending = setInterval(() => socket.write(beginning.piece), pauseMs)
      if (++open === count) console.log(`${count} slow connections to ${endpoint}`)
    })
    .on('close', () => {
      clearInterval(sending)
      setTimeout(begin, 1_000, at)
    })
    .on('error', () => {})
    .resume()
}
// A few at a time: a backlog that overflows would only make them wait.
for (let at = 0; at < count; at++) setTimeout(begin, at / 2, at)
