/** `npm run drain -- --rounds N`: a server is stopped in order under load, again and again, and goes on with what it left. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { faultsOnDisk } from './check-logs.ts'
import { chained } from './flows-under-fire.ts'
import { startLoad } from './load.ts'
import { conclude } from './conclude.ts'
import { startTarget } from './target.ts'

const { rounds, clients } = wholeNumbers({ rounds: 10, clients: 20 })
// A long answer takes 2.6 seconds: a stop that waits for one second leaves many of them under way.
await using target = await startTarget({ tokenDelayMs: 50, shutdownSeconds: 1 })
const load = startLoad(target.endpoint, { flows: [{ ...chained, id: target.flow }], clients })
for (let round = 1; round <= rounds; round++) {
  await sleep(500 + Math.random() * 2_000)
  await target.restart()
  console.log(`Round ${round}: ended with 0 and restarted, ${load.told.length} executions so far`)
}
await load.finish()
await target.stop()

const attempts = (cause: string): number => {
  using database = new DatabaseSync(join(target.dataDir, 'sluice.db'), { readOnly: true })
  const [row] = database.prepare(`select count(*) as count from events where type = 'attempt' and body ->> 'cause' = ?`).all(cause)
  return Number(row?.['count'])
}
const [resumed, recovered] = [attempts('resumed'), attempts('recovered')]
await conclude(target, {
  faults: [
    ...load.contradictions,
    ...faultsOnDisk(target.dataDir, load.told),
    ...(resumed === 0 ? ['No visit was under way at any end'] : []),
    ...(recovered > 0 ? [`${recovered} visits look like cut off by a crash`] : []),
  ],
  success: `${load.told.length} executions, ${rounds} ends in order, ${resumed} visits resumed: nothing lost, doubled or undone.`,
})
