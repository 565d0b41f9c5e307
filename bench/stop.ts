import { startServer } from '../scripts/start-server.ts'
import { pathOf } from '../test/fire/execution-path.ts'
import { leanClient } from '../test/fire/lean-client.ts'
import { startStorm, stopAll } from '../test/fire/storm.ts'
import type { Storm } from '../test/fire/storm.ts'
import { bareCommits } from './bare-commits.ts'
import type { Figure } from './ratio.ts'
import { percentile } from './ratio.ts'
import { scrape } from './scrape.ts'

/** So many stops tell a 99th percentile. */
const spreadStops = 500
const spreadMs = 20

/** What a stop takes while so many executions stream; at 10,000 also how many stops a second there are when all are stopped at once. */
export const benchStop = async function* (): AsyncGenerator<Figure> {
  const commits = await bareCommits(spreadStops, spreadMs)
  yield* [50, 99].map((percent) => ({
    name: `for comparison: a commit of one row to the same disk, p${percent}`,
    unit: 'ms',
    measured: percentile(commits, percent),
  }))
  yield* stopsAt(1, {})
  yield* stopsAt(1_000, { answer: '5 ms', socket: '20 ms' })
  yield* stopsAt(10_000, { socket: '50 ms' })
}

const stopsAt = async function* (waiting: number, target: { readonly answer?: string; readonly socket?: string }): AsyncGenerator<Figure> {
  const before = { waiting: 0, bytes: 0 }
  await using storm = await startStorm(waiting, async (endpoint) => {
    before.bytes = await scrape(endpoint, 'process_resident_memory_bytes')
  })
  const { client, executions, endpoint } = storm
  const bytes = (await scrape(endpoint, 'process_resident_memory_bytes')) - before.bytes
  const spread = executions.slice(0, Math.min(spreadStops, Math.ceil(waiting / 2)))
  const gets: number[] = []
  for (const { executionArn } of spread) gets.push((await client.send('GET', pathOf(executionArn))).milliseconds)
  const stops = await stopAll(storm, spread, spreadMs)
  yield* [50, 99].flatMap((percent): Figure[] => [
    {
      name: `stop to answer, p${percent}, ${waiting} streaming`,
      unit: 'ms',
      measured: percentile(
        stops.map(({ answerMs }) => answerMs),
        percent,
      ),
      baseline: { name: 'a GET', value: percentile(gets, percent) },
      ...(percent === 99 && target.answer !== undefined && { target: target.answer }),
    },
    {
      name: `stop to closed socket, p${percent}, ${waiting} streaming`,
      unit: 'ms',
      measured: percentile(
        stops.map(({ socketMs }) => socketMs),
        percent,
      ),
      ...(percent === 99 && target.socket !== undefined && { target: target.socket }),
    },
  ])
  if (waiting < 10_000) return
  yield memory(bytes, waiting)
  yield await atOnce(storm, spread.length)
}

const memory = (bytes: number, waiting: number): Figure => ({
  name: `memory per streaming execution, ${waiting} of them`,
  unit: 'KB',
  measured: bytes / waiting / 1_024,
  target: '60 KB',
})

/** As many calls at once as the bench of starts keeps in flight: few would only wait for the disk. */
const inFlight = 500

/** All that still stream, by one client without a pause; beside the same client against a constant. */
const atOnce = async (storm: Storm, done: number): Promise<Figure> => {
  const left = storm.executions.slice(done)
  const constant = await startServer('node', ['bench/constant-server.ts'])
  await using _ = { [Symbol.asyncDispose]: () => constant.kill() }
  using bare = leanClient(constant.endpoint, inFlight)
  using client = leanClient(storm.endpoint, inFlight)
  const rate = async (send: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now()
    await send()
    return (1_000 * left.length) / (performance.now() - begin)
  }
  const bareRate = await rate(() => bare.sendAll(left, ({ executionArn }) => bare.send('POST', `${pathOf(executionArn)}/stop`)))
  return {
    name: `${left.length} stops at once, until the last socket is closed`,
    unit: 'stops/s',
    measured: await rate(() => stopAll({ ...storm, client }, left)),
    baseline: { name: 'requests/s of a constant', value: bareRate },
    target: '40 %',
  }
}
