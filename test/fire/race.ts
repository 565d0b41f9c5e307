/** `npm run race -- --races N`: an execution ends in the instant in which it is stopped, and everybody is told the same. */
import { setTimeout as sleep } from 'node:timers/promises'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { faultsOnDisk } from './check-logs.ts'
import { call } from './client.ts'
import { conclude } from './conclude.ts'
import { executionsOf, pathOf, startWith } from './execution-path.ts'
import type { Told } from './load.ts'
import { startTarget } from './target.ts'

const { races, clients } = wholeNumbers({ races: 10_000, clients: 10 })
const nameIn = (prompt: string): string => prompt.split(' ').at(-1) ?? ''

const faults: string[] = []
/** Races whose stop was answered `Aborted`. */
const stopped = new Set<string>()
/** Of these, the ones whose model was asked later: by a request that was on its way already, or by one that must not be. */
const askedLate = new Set<string>()
await using target = await startTarget({
  tokenDelayMs: 5,
  answer(prompt) {
    if (stopped.has(nameIn(prompt))) askedLate.add(nameIn(prompt))
    return 'word'
  },
})
// What was on its way has lost its socket before the first word; a call that began later gets its answer.
target.models.onClose(({ prompt, finished }) => {
  if (finished && askedLate.has(nameIn(prompt))) faults.push(`The model was asked for ${nameIn(prompt)} after its stop was answered`)
})
const { endpoint, flow } = target
const told: Told[] = []
const won = { stop: 0, run: 0 }
/** How long to wait before the stop: drifts to where both sides win. */
let waitMs = 5
let begun = 0

const race = async (name: string): Promise<void> => {
  const started = await call(endpoint, 'POST', executionsOf(flow), { body: startWith(name) })
  const one: Told = { executionArn: String(started.body['executionArn']) }
  told.push(one)
  await untilAbout(Math.random() * 2 * waitMs)
  const { status, body } = await call(endpoint, 'POST', `${pathOf(one.executionArn)}/stop`)
  const aborted = status === 200
  if (aborted) stopped.add(name)
  waitMs = Math.max(0.1, waitMs * (aborted ? 1.1 : 0.9))
  won[aborted ? 'stop' : 'run']++
  one.stop = aborted ? 'Aborted' : 'ended before'
  const { body: shown } = await call(endpoint, 'GET', pathOf(one.executionArn))
  one.end = { status: shown['status'], endedAt: shown['endedAt'] }
  const agrees = aborted ? body['status'] === 'Aborted' && shown['status'] === 'Aborted' : status === 409 && says(body, shown['status'])
  if (!agrees)
    faults.push(`The stop of ${one.executionArn} answered ${status} ${JSON.stringify(body)}; then it was ${JSON.stringify(one.end)}`)
}

const says = ({ message }: Readonly<Record<string, unknown>>, status: unknown): boolean => String(message).includes(String(status))

/** Timers are too coarse for the last millisecond: turns of the event loop fill it. */
const untilAbout = async (ms: number): Promise<void> => {
  const until = performance.now() + ms
  if (ms > 2) await sleep(ms - 2)
  while (performance.now() < until) await new Promise(setImmediate)
}

const client = async (): Promise<void> => {
  while (begun < races) await race(`race-${begun++}`)
}
await Promise.all(Array.from({ length: clients }, client))
await sleep(500)
for (const one of told) {
  const { status, endedAt } = (await call(endpoint, 'GET', pathOf(one.executionArn))).body
  if (status !== one.end?.status || endedAt !== one.end?.endedAt)
    faults.push(`${one.executionArn} was ${JSON.stringify(one.end)} and is ${JSON.stringify({ status, endedAt })}`)
}
await target.stop()
if (Math.min(won.stop, won.run) < races / 20) faults.push(`One side hardly ever won: ${JSON.stringify(won)}`)
await conclude(target, {
  faults: [...faults, ...faultsOnDisk(target.dataDir, told)],
  success:
    `${told.length} races, ${won.stop} won by the stop and ${won.run} by the run: everybody was told the same; ` +
    `${askedLate.size} calls were on their way when the stop was answered, and were cut.`,
})
