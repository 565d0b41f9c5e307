import type { StoredEvent } from '../../src/engine/event.ts'
import { idempotencyKey } from '../../src/engine/bind-work.ts'
import { visitKey } from '../../src/engine/state.ts'
import { factsIn } from '../engine/facts.ts'
import { interpret } from '../engine/interpreter.ts'
import { orderFaults } from '../engine/order.ts'
import type { Row } from '../memory-event-log.ts'
import { oneWord } from '../random-flow.ts'
import type { ClientStory } from './simulated-client.ts'
import type { Seen } from './seen.ts'
import type { Universe } from './universe.ts'
import { Violation } from './violation.ts'

/** What must hold once all has ended. @throws Violation */
export const checkEverything = async (universe: Universe, stories: readonly ClientStory[]): Promise<void> => {
  const { durable, seen } = universe
  for (const story of stories) checkStory(universe, story)
  for (const row of durable.log.rows.values()) {
    const story = stories.find(({ startToken }) => startToken === row.start.startToken)
    if (!story) throw new Violation('a retried start made two executions', `${row.start.executionArn} has nobody's token`)
    seen.count('executions')
    if (row.status === 'Succeeded') seen.count('succeeded')
    if (row.status === 'Failed') seen.count('failed')
    if (row.status === 'TimedOut') seen.count('timed out')
    checkOutputs(universe, row, story)
  }
}

/** What a client was told is so. */
const checkStory = ({ durable, seen }: Universe, { executionArn = '', plan, stop, followers }: ClientStory): void => {
  const row = durable.log.rows.get(executionArn)
  if (!row) throw new Violation('an acknowledged start is unknown', executionArn)
  if (stop?.was === 'Running') {
    seen.count('stopped')
    const end = row.events[stop.sequence - 1]
    if (row.status !== 'Aborted' || end?.type !== 'ended' || end.cause !== 'stop' || end.at !== stop.endedAt)
      throw new Violation('an acknowledged stop was undone', `${executionArn} is ${row.status}, ${JSON.stringify(end)}`)
  } else if (stop) {
    seen.count('stops that came too late')
    if (row.status !== stop.was) throw new Violation('a terminal status changed', `${executionArn} was ${stop.was} and is ${row.status}`)
  }
  const asked = plan.stopAfterMs !== undefined || plan.strangerAtMs !== undefined || plan.kind === 'invoke'
  if (row.status === 'Aborted' && !asked)
    throw new Violation('the outputs are not those of the interpreter', `Nobody stopped ${executionArn}`)
  for (const events of followers)
    if (JSON.stringify(events) !== JSON.stringify(row.events))
      throw new Violation('a follower missed or doubled an event', `${events.length} events of ${row.events.length} of ${executionArn}`)
}

/** The run came to what an independent interpreter says, as far as it came, and in an order that the definition allows. */
const checkOutputs = ({ ledger, seen }: Universe, { start, status, events }: Row, { plan }: ClientStory): void => {
  const { executionArn } = start
  const wrong = (detail: string): Violation => new Violation('the outputs are not those of the interpreter', `${executionArn}: ${detail}`)
  const expected = interpret(plan.definition, plan.document, oneWord)
  const facts = factsIn(events)
  for (const fact of facts) if (!expected.facts.has(fact)) throw wrong(fact)
  const [fault] = orderFaults(plan.definition, events, plan.iteratorConcurrency)
  if (fault !== undefined) throw new Violation('the visits are not in causal order', `${executionArn}: ${fault}`)
  countScopes(seen, events)
  if (status === 'Succeeded') {
    if (expected.failing.size > 0) throw wrong(`It did not fail, as ${[...expected.failing].join()} should`)
    if (facts.length !== expected.facts.size) throw wrong(`${facts.length} facts instead of ${expected.facts.size}`)
  }
  if (status !== 'Failed') return
  const failures = events.flatMap((event) => (event.type === 'nodeFailure' ? [event] : []))
  const { troubled } = ledger.of(executionArn)
  const [failure] = failures
  if (failures.length !== 1 || !failure) throw wrong(`It failed by ${failures.length} nodes`)
  if (failure.message.includes('did not finish within')) seen.count('nodes out of time')
  const visit = visitKey(failure)
  if (!expected.failing.has(visit) && !troubled.has(idempotencyKey(executionArn, visit)) && !cutOff(events, visit))
    throw wrong(`${visit} failed: ${failure.message}`)
}

const countScopes = (seen: Seen, events: readonly StoredEvent[]): void => {
  for (const event of events) {
    if (event.type === 'nodeOutput' && event.node === 'Begin') seen.count('iterations')
    if (event.type === 'nodeOutput' && event.node.startsWith('Iterator')) seen.count('elements')
    if (event.type === 'nodeInput' && event.node.startsWith('Collector')) seen.count('elements collected')
  }
}

/** Whether a visit was begun again so often that it must not be once more. */
const cutOff = (events: readonly StoredEvent[], visit: string): boolean =>
  events.filter((event) => event.type === 'attempt' && visitKey(event) === visit && event.cause === 'recovered').length >= 5

/** What must hold once all have let go. @throws Violation */
export const checkNothingIsLeft = async (universe: Universe): Promise<void> => {
  const { scheduler, processes } = universe
  const last = processes.filter(({ gone }) => !gone)
  const made = last.flatMap(({ calls, name }) => calls.map((each) => ({ calls: each, name })))
  for (const { calls, name } of made) {
    if (calls.leftOver !== undefined) throw new Violation('something is left running', `${name}: ${calls.leftOver}`)
    calls.takeSlots()
  }
  await scheduler.step()
  for (const { calls, name } of made)
    if (!calls.slotsTaken) throw new Violation('something is left running', `${name} holds a slot for nobody`)
  const proof = openProof(universe)
  if (proof !== undefined) throw new Violation('a proof is not complete', proof)
}

/** An execution whose proof is open though the process that owes it lives. */
export const openProof = ({ durable, ledger }: Universe): string | undefined => {
  for (const [executionArn, { state }] of durable.log.proofs) if (state !== 'complete' && ledger.isOwed(executionArn)) return executionArn
  return undefined
}
