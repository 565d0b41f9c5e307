/** `npm run chaos -- --rounds N`: a server is killed again and again under load, and nothing that it acknowledged is lost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import type { ModelCall } from './check-calls.ts'
import { faultyCalls } from './check-calls.ts'
import { faultsOnDisk } from './check-logs.ts'
import { cutInside, faultyRuns } from './check-runs.ts'
import { chained, withScopes } from './flows-under-fire.ts'
import { startLoad } from './load.ts'
import { conclude } from './conclude.ts'
import { preparedFlow } from './prepared-flow.ts'
import { startTarget } from './target.ts'

const { rounds, clients } = wholeNumbers({ rounds: 10, clients: 20 })
const calls: ModelCall[] = []
const iteratorConcurrency = 3
await using target = await startTarget({
  tokenDelayMs: 2,
  iteratorConcurrency,
  answer(prompt) {
    calls.push({ prompt, at: Date.now() })
    return prompt
  },
})
const others = withScopes.map(async (flow) => ({ ...flow, id: await preparedFlow(target.endpoint, flow.definition) }))
const load = startLoad(target.endpoint, { flows: [{ ...chained, id: target.flow }, ...(await Promise.all(others))], clients })
for (let round = 1; round <= rounds; round++) {
  await sleep(200 + Math.random() * 3_000)
  await target.crash()
  console.log(`Round ${round}: killed and restarted, ${load.told.length} executions so far`)
}
await load.finish()
await target.stop()

const stopped = load.told.filter(({ stop }) => stop === 'Aborted').length
const cut = cutInside(target.dataDir)
const histories = load.told.filter(({ events }) => events !== undefined).length
await conclude(target, {
  faults: [
    ...load.contradictions,
    ...faultsOnDisk(target.dataDir, load.told),
    ...faultyCalls(target.dataDir, calls),
    ...faultyRuns(target.dataDir, load.told, iteratorConcurrency),
    ...(cut === 0 ? ['No crash came in the middle of an element or an iteration'] : []),
  ],
  success:
    `${load.told.length} executions, ${stopped} of them stopped, ${histories} histories read again, ${calls.length} calls of the model, ` +
    `${rounds} crashes, ${cut} visits of elements and iterations cut by them: nothing lost, doubled or undone.`,
})
