import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../src/engine/recovery.ts'
import type { StoredEvent } from '../../src/engine/event.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { compiled } from '../definitions.ts'
import { ScriptedModel } from '../fakes.ts'
import { ManualClock } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { oneWord, randomDocument, randomFlow } from '../random-flow.ts'
import { interpret } from './interpreter.ts'
import { arn, essence, request, World, world } from './world.ts'

const numRuns = 200

/** A clock of a bad machine: it jumps back and forth. */
const jumping = (jumps: readonly number[]): Clock => {
  let reading = 0
  const clock = new ManualClock()
  return {
    now: () => clock.now() + (jumps[reading++ % jumps.length] ?? 0),
    monotonic: () => clock.monotonic(),
    timer: (delayMs, fire) => clock.timer(delayMs, fire),
  }
}

/** Answers after a few turns of the event loop, so that parallel nodes finish in any order. */
const wavering = (turns: readonly number[]): ScriptedModel => {
  let calls = 0
  return new ScriptedModel(async ({ prompt }) => {
    for (let turn = turns[calls++ % turns.length] ?? 0; turn > 0; turn--) await Promise.resolve()
    return oneWord(prompt)
  })
}

const drawn = fc.record({
  definition: randomFlow,
  document: randomDocument,
  maxConcurrency: fc.constantFrom(undefined, 1, 2, 3),
  turns: fc.array(fc.nat(12), { minLength: 1, maxLength: 9 }),
  jumps: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 9 }),
})

const complete = ({ length }: readonly unknown[]): readonly number[] => Array.from({ length }, (_, index) => index + 1)

const outputsIn = (events: readonly StoredEvent[]) =>
  new Map(events.flatMap((event) => (event.type === 'flowOutput' ? [[event.node, event.document] as const] : [])))

describe('a random flow', () => {
  it('ends without a bug, with a gapless log, as the interpreter says', async () => {
    const seen = { failed: 0, succeeded: 0, outputs: 0, deadOutputs: 0 }
    await fc.assert(
      fc.asyncProperty(drawn, async ({ definition, document, maxConcurrency, turns, jumps }) => {
        const one = new World({ clock: jumping(jumps), model: wavering(turns) })

        const events = await one.run(definition, document, maxConcurrency === undefined ? {} : { maxConcurrency })

        expect(one.bugs).toEqual([])
        expect(events.map(({ sequence }) => sequence)).toEqual(complete(events))
        expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b))
        expect(events.findIndex(({ type }) => type === 'ended')).toBe(events.length - 1)
        const settled = events.flatMap((event) =>
          event.type === 'nodeOutput' || event.type === 'conditionResult' || event.type === 'flowOutput' ? [event.node] : [],
        )
        expect(settled).toEqual([...new Set(settled)])
        expect(one.model.mostInFlight).toBeLessThanOrEqual(maxConcurrency ?? Infinity)
        const expected = interpret(definition, document, oneWord)
        const outputs = outputsIn(events)
        const failed = expected.failing.size > 0
        expect(one.status).toBe(failed ? 'Failed' : 'Succeeded')
        const failures = events.flatMap((event) => (event.type === 'nodeFailure' ? [event.node] : []))
        expect(failures.map((node) => expected.failing.has(node))).toEqual(failed ? [true] : [])
        // Which outputs come before a failure is a matter of order; that no other comes is not.
        expect(outputs).toEqual(new Map([...expected.outputs].filter(([node]) => !failed || outputs.has(node))))
        seen[failed ? 'failed' : 'succeeded']++
        seen.outputs += expected.outputs.size
        seen.deadOutputs += (definition.nodes ?? []).filter(({ type }) => type === 'Output').length - expected.outputs.size
      }),
      { numRuns },
    )
    // A generator that only draws dead or only failing flows would prove nothing.
    expect(Math.min(seen.failed, seen.succeeded, seen.outputs, seen.deadOutputs)).toBeGreaterThan(numRuns / 50)
  })

  it('goes on from any prefix of its log to the same log, apart from the attempts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ definition: randomFlow, document: randomDocument, cut: fc.nat() }),
        async ({ definition, document, cut }) => {
          const whole = await world({ model: wavering([0]) }).run(definition, document, { maxConcurrency: 1 })
          const prefix = whole.slice(0, 2 + (cut % (whole.length - 1)))
          const log = await logOf(prefix, definition)

          const second = world({ log, model: wavering([0]), owner: 'second' })
          await second.engine.recover()
          await second.ended()

          expect(second.bugs).toEqual([])
          expect(withoutRepeats(essence(second.events))).toEqual(essence(whole))
          const calls = new Set(second.model.prompts)
          expect([...calls]).toHaveLength(second.model.calls.length)
        },
      ),
      { numRuns: numRuns / 2 },
    )
  })

  it('folds page by page to the same open work as its events one by one', async () => {
    await fc.assert(
      fc.asyncProperty(randomFlow, randomDocument, async (definition, document) => {
        const one = world({ model: wavering([0]) })
        const whole = await one.run(definition, document)
        const flow = compiled(definition)
        const read = (pageEvents: number) => ({
          read: async (_: string, { after }: { after: number }) => whole.slice(after, after + pageEvents),
        })

        const [small, large] = await Promise.all([fold(read(1), arn, flow), fold(read(1000), arn, flow)])

        expect(small).toEqual(large)
        expect([large.sequence, large.ended?.status]).toEqual([whole.length, one.status])
        const open = one.status === 'Succeeded' ? large.ready.length + large.waiting.length + large.inFlight.size : 0
        expect(open).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})

/** A log in which a killed process left these events. */
const logOf = async (events: readonly StoredEvent[], definition: Parameters<typeof request>[1]): Promise<MemoryEventLog> => {
  const log = new MemoryEventLog()
  await log.create({ ...request(log, definition), deadline: Number.MAX_SAFE_INTEGER }, events, { id: 'first' })
  return log
}

/** A log cut between an action and its output has the action twice. */
const withoutRepeats = (events: readonly unknown[]): readonly unknown[] =>
  events.filter((event, index) => JSON.stringify(event) !== JSON.stringify(events[index - 1]))
