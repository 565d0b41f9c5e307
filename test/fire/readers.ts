/**
 * `npm run readers`: 500 streams of InvokeFlow at once, of which 40 have ten megabytes each. Once everybody reads; then those 40
 * read slowly, or not at all. The others must not notice, and the server must not hold what nobody takes.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../../bench/ratio.ts'
import { scrape } from '../../bench/scrape.ts'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { sayingBack } from '../small-definitions.ts'
import { signature } from './client.ts'
import { startWith } from './execution-path.ts'
import { preparedFlow } from './prepared-flow.ts'
import { startTemporaryServer } from './temporary-server.ts'

const { streams, slow, dead } = wholeNumbers({ streams: 500, slow: 20, dead: 20 })
const small = { bytes: 100, pauseMs: 300 }
const large = { bytes: 300_000, pauseMs: 500 }
const prompts = 10

await using server = await startTemporaryServer()
await using _ = { [Symbol.asyncDispose]: () => server.remove() }
const { endpoint } = server

/** Answers a function that asks for one stream and hands over its connection. */
const asking = async (kind: typeof small): Promise<() => Socket> => {
  const path = `/flows/${await preparedFlow(endpoint, sayingBack(prompts, kind.pauseMs))}/aliases/TSTALIASID`
  const body = JSON.stringify({ ...startWith('x'.repeat(kind.bytes)), enableTrace: true })
  const headers = Object.entries({ host: 'localhost', ...signature(), 'content-length': body.length, connection: 'close' })
  const request = [`POST ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
  return () => {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1')
    socket.on('error', () => {}).write(request)
    return socket
  }
}
const askSmall = await asking(small)
const askLarge = await asking(large)

/** Milliseconds until a client that reads has everything. */
const read = async (socket: Socket): Promise<number> => {
  const begin = performance.now()
  let tail = ''
  socket.on('data', (piece: Buffer) => (tail = (tail + piece.toString('latin1')).slice(-500)))
  await once(socket, 'close')
  if (!tail.includes('flowCompletionEvent')) throw new Error(`A stream ended without its end: ${tail}`)
  return performance.now() - begin
}

/** The small streams, spread over the time that one takes. */
const readers = async (): Promise<readonly number[]> => {
  const count = streams - slow - dead
  return Promise.all(
    Array.from({ length: count }, async (_unused, index) => {
      await sleep((index * small.pauseMs * prompts) / count)
      return read(askSmall())
    }),
  )
}
const resident = async (): Promise<number> => Math.round((await scrape(endpoint, 'process_resident_memory_bytes')) / 1_048_576)
const told = (beside: string, times: readonly number[]): void =>
  console.log(
    `Beside ${slow + dead} large streams that ${beside}: ${times.length} small ones after ${Math.round(percentile(times, 50))} / ${Math.round(percentile(times, 99))} ms (p50 / p99)`,
  )

await readers()
const everybody = Array.from({ length: slow + dead }, () => read(askLarge()))
told('are read', await readers())
await Promise.all(everybody)
const before = await resident()

const stalled = Array.from({ length: dead }, () => askLarge().pause())
const trickling = Array.from({ length: slow }, () => askLarge().pause())
const gone = new AbortController()
const trickle = (async () => {
  while (!gone.signal.aborted) {
    for (const socket of trickling) socket.read(1_000)
    await sleep(100)
  }
})()
told(`are read at 10 KB/s, or not at all`, await readers())
console.log(`The server's memory: ${before} MB before, ${await resident()} MB beside them`)
gone.abort()
await trickle
for (const socket of [...stalled, ...trickling]) socket.destroy()
while ((await scrape(endpoint, 'sluice_executions_running')) > 0) await sleep(50)
console.log('They have gone, and nothing runs any more.')
