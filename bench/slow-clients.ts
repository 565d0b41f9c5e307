import { startServer } from '../scripts/start-server.ts'
import { leanClient } from '../test/fire/lean-client.ts'
import { startTemporaryServer } from '../test/fire/temporary-server.ts'
import type { Figure } from './ratio.ts'
import { percentile } from './ratio.ts'
import { scrape } from './scrape.ts'

const slow = 10_000
const requests = 5_000
const rounds = 3

/** What a client that is fast waits for an answer beside so many that are slow; beside the same before they come and after they have gone. */
export const benchSlowClients = async function* (): AsyncGenerator<Figure> {
  await using running = new AsyncDisposableStack()
  const server = await startTemporaryServer()
  running.defer(() => server.remove())
  running.use(server)
  const { endpoint } = server
  const bytes = (): Promise<number> => scrape(endpoint, 'process_resident_memory_bytes')
  await answers(endpoint)

  const alone: number[] = []
  const beside: number[] = []
  let grown = 0
  for (let round = 0; round < rounds; round++) {
    alone.push(...(await answers(endpoint)))
    const before = await bytes()
    const clients = await startServer('node', ['bench/slow-connections.ts', String(slow), endpoint])
    await using _ = { [Symbol.asyncDispose]: () => clients.kill() }
    beside.push(...(await answers(endpoint)))
    const descriptors = await scrape(endpoint, 'process_open_fds')
    if (descriptors < 0.9 * slow) throw new Error(`Only ${descriptors} file descriptors are open: see ulimit -n.`)
    grown = Math.max(grown, (await bytes()) - before)
  }
  yield* [50, 99].map((percent): Figure => ({
    name: `answer of a fast client beside ${slow} slow ones, p${percent}`,
    unit: 'ms',
    measured: percentile(beside, percent),
    baseline: { name: 'alone', value: percentile(alone, percent) },
    ...(percent === 99 && { target: '200 %' }),
  }))
  yield { name: 'memory per slow connection', unit: 'KB', measured: grown / slow / 1_024 }
}

const answers = async (endpoint: string): Promise<readonly number[]> => {
  using client = leanClient(endpoint, 1)
  const milliseconds: number[] = []
  for (let sent = 0; sent < requests; sent++) milliseconds.push((await client.send('GET', '/flows/')).milliseconds)
  return milliseconds
}
