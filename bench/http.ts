import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../scripts/start-server.ts'
import { executionsOf, startWith } from '../test/fire/execution-path.ts'
import { leanClient } from '../test/fire/lean-client.ts'
import { preparedFlow } from '../test/fire/prepared-flow.ts'
import { startTemporaryServer } from '../test/fire/temporary-server.ts'
import { echoFlow } from './echo-flow.ts'
import type { Figure } from './ratio.ts'
import { inTurns } from './ratio.ts'
import { scrape } from './scrape.ts'

const path = executionsOf('FLOW000001')
const body = startWith('Say this back, word for word.')

/** Durable executions over HTTP, started by one client, until the last has ended; beside the same client against a constant. */
export const benchHttp = async function* ({ requests = 2_000, inFlight = 500, rounds = 10 } = {}): AsyncGenerator<Figure> {
  await using running = new AsyncDisposableStack()
  const server = await startTemporaryServer()
  running.defer(() => server.remove())
  running.use(server)
  const constant = running.adopt(await startServer('node', ['bench/constant-server.ts']), (process) => process.kill())
  const flow = executionsOf(await preparedFlow(server.endpoint, echoFlow))

  // New connections for each piece: those of the last one were idle while the other side had its turn.
  const send = async (endpoint: string, to: string, untilDone?: () => Promise<void>): Promise<number> => {
    using client = leanClient(endpoint, inFlight)
    await client.sendAll(Array.from({ length: requests }), async () => {
      // A disk that stalls for ten seconds is answered as retryable: what an SDK would do then is part of the figure.
      let { status } = await client.send('POST', to, body)
      while (status >= 500) ({ status } = await client.send('POST', to, body))
      if (status !== 200) throw new Error(`A request was answered ${status}`)
    })
    await untilDone?.()
    return requests
  }
  const untilAllEnded = async (): Promise<void> => {
    while ((await scrape(server.endpoint, 'sluice_executions_running')) > 0) await sleep(1)
  }
  await send(server.endpoint, flow, untilAllEnded)
  await send(constant.endpoint, path)
  const { baseline, measured } = await inTurns(
    rounds,
    () => send(constant.endpoint, path),
    () => send(server.endpoint, flow, untilAllEnded),
  )
  yield* [
    {
      name: `executions over HTTP, ${inFlight} connections`,
      unit: 'executions/s',
      measured,
      baseline: { name: 'requests/s of a constant', value: baseline },
      target: '40 %',
    },
  ]
}
