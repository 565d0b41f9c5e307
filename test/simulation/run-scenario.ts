import { MemoryEventLog } from '../memory-event-log.ts'
import { checkEverything, checkNothingIsLeft, openProof } from './checks.ts'
import type { Scenario } from './scenario.ts'
import { horizonMs } from './scenario.ts'
import type { Seen } from './seen.ts'
import type { ClientStory } from './simulated-client.ts'
import { simulatedClient } from './simulated-client.ts'
import { Universe } from './universe.ts'
import { Violation } from './violation.ts'

/** How long all may take to end once everything is well again. */
const patienceMs = 7_200_000

/** What came of one run. */
export interface Run {
  readonly violation: Violation | undefined
  readonly trace: readonly string[]
  readonly seen: Seen
}

/**
 * Clients and faults, until the faults end; then everything must come to its end, then nothing may be left.
 * `log`: what is durable.
 */
export const runScenario = async (scenario: Scenario, log = new MemoryEventLog()): Promise<Run> => {
  const universe = new Universe(scenario, log)
  const { scheduler, ledger, seen } = universe
  const stories = scenario.clients.map((plan, number): ClientStory => ({ plan, startToken: `client${number}`, followers: [] }))
  universe.boot()
  let waiting = stories.length
  for (const story of stories)
    simulatedClient(universe, story.plan, story).then(
      () => waiting--,
      (error: unknown) => ledger.violate('a bug was reported', `${story.startToken} heard: ${String(error)}`),
    )
  for (const one of scenario.disturbances) scheduler.after(one.atMs, 'a disturbance', () => universe.disturb(one))
  let calm = false
  scheduler.after(horizonMs, 'the faults end', () => {
    calm = true
    comeToRest(universe, scenario.ending)
  })

  const allEnded = (): boolean => [...log.rows.values()].every(({ status }) => status !== 'Running')
  try {
    // What was lost on its way while faults were is offered again: a process that closes in between leaves it to the next.
    await until(universe, () => calm && waiting === 0 && allEnded() && openProof(universe) === undefined)
    if (!ledger.violation) await checkEverything(universe, stories)
    if (!ledger.violation) await letGo(universe)
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    ledger.violation ??= error
  }
  return { violation: ledger.violation, trace: scheduler.trace, seen }
}

/** Whoever still lives must end what is its own; what nobody drives any more is for one more, healthy process. */
const comeToRest = (universe: Universe, ending: Scenario['ending']): void => {
  universe.heal()
  if (ending !== 'go on') for (const process of universe.serving) universe.end(process, ending === 'close' ? 'close' : 'crash', 10)
  universe.supervise()
}

const until = async (universe: Universe, over: () => boolean): Promise<void> => {
  const { scheduler, ledger, durable } = universe
  const lastMs = scheduler.elapsedMs + horizonMs + patienceMs
  while (!ledger.violation && !over()) {
    if (!(await scheduler.step()) || scheduler.elapsedMs > lastMs) {
      const one = [...durable.log.rows.values()].find(({ status }) => status === 'Running')
      if (one) throw new Violation('an acknowledged start did not end', `${one.start.executionArn}, driven by ${one.owner}`)
      const proof = openProof(universe)
      if (proof !== undefined) throw new Violation('a proof is not complete', proof)
      throw new Violation('a client waits for ever', scheduler.pending.join(', '))
    }
    for (const { leftInQueue } of universe.processes.filter(({ gone }) => !gone).flatMap(({ calls }) => calls))
      if (leftInQueue !== undefined) ledger.violate('a stopped visit kept its place in the queue', leftInQueue)
  }
}

/** All close in order; then nothing is to come any more. */
const letGo = async (universe: Universe): Promise<void> => {
  const { scheduler } = universe
  let closed = false
  void universe.close().then(() => (closed = true))
  await until(universe, () => closed && scheduler.pending.length === 0)
  await checkNothingIsLeft(universe)
}
