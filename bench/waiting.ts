import { setTimeout as sleep } from 'node:timers/promises'
import { executionsOf, startWith } from '../test/fire/execution-path.ts'
import { leanClient } from '../test/fire/lean-client.ts'
import { preparedFlow } from '../test/fire/prepared-flow.ts'
import { startTemporaryServer } from '../test/fire/temporary-server.ts'
import { echoFlow, slowEchoFlow } from './echo-flow.ts'
import type { Figure } from './ratio.ts'
import { scrape } from './scrape.ts'

const waiting = 10_000
const warmUp = 2_000
const promises = 100_000

/** What 10,000 executions that wait for the echo model cost: memory, and the seconds of a restart until all are in flight again. */
export const benchWaiting = async function* (): AsyncGenerator<Figure> {
  await using running = new AsyncDisposableStack()
  const server = await startTemporaryServer()
  running.defer(() => server.remove())
  running.use(server)
  const { endpoint } = server
  using client = leanClient(endpoint)
  const start = async (path: string, count: number): Promise<void> =>
    client.sendAll(Array.from({ length: count }), () => client.send('POST', path, startWith('one two')))
  // A server that has worked has compiled its code and grown its heap: those that wait do not cost that.
  await start(executionsOf(await preparedFlow(endpoint, echoFlow)), warmUp)
  while ((await scrape(endpoint, 'sluice_executions_running')) > 0) await sleep(20)
  const before = await scrape(endpoint, 'process_resident_memory_bytes')
  await start(executionsOf(await preparedFlow(endpoint, slowEchoFlow)), waiting)
  await untilAllWait(endpoint)
  const bytes = (await scrape(endpoint, 'process_resident_memory_bytes')) - before
  const begin = performance.now()
  await server.crash()
  const listening = performance.now()
  await untilAllWait(endpoint)
  const end = performance.now()
  yield* [
    {
      name: `memory per waiting execution, ${waiting} of them with echo`,
      unit: 'KB',
      measured: bytes / waiting / 1_024,
      baseline: { name: 'KB of an idle promise with a timer', value: promiseBytes() / 1_024 },
      target: '20 KB',
    },
    {
      name: `restart with ${waiting} running executions, from the port's first answer until all are in flight`,
      unit: 's',
      measured: (end - listening) / 1_000,
      target: '3 s',
    },
    { name: 'the same from the kill on', unit: 's', measured: (end - begin) / 1_000 },
  ]
}

const untilAllWait = async (endpoint: string): Promise<void> => {
  while ((await scrape(endpoint, 'sluice_model_calls{state="open"}')) < waiting) await sleep(20)
}

const promiseBytes = (): number => {
  const before = process.memoryUsage().rss
  const timers: NodeJS.Timeout[] = []
  const idle = Array.from({ length: promises }, () => new Promise((resolve) => timers.push(setTimeout(resolve, 3_600_000))))
  const bytes = (process.memoryUsage().rss - before) / idle.length
  for (const timer of timers) clearTimeout(timer)
  return bytes
}
