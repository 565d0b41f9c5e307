import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlowExecutionEvent } from '../../src/contract/flow-execution-event.ts'
import { FlowTrace } from '../../src/contract/flow-trace.ts'
import { parse } from '../../src/contract/parse.ts'
import { flowResponseEvent } from '../../src/engine/views/flow-response.ts'
import { executionEvent } from '../../src/engine/views/execution-events.ts'
import { fold } from '../../src/engine/recovery.ts'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { eventTypeOf, type StoredEvent } from '../../src/engine/event.ts'
import { visitKey } from '../../src/engine/state.ts'
import type { CallOptions } from '../../src/flow/capabilities/call-options.ts'
import type { FunctionInvoker } from '../../src/flow/capabilities/function-invoker.ts'
import type { ObjectStore } from '../../src/flow/capabilities/object-store.ts'
import type { StartRequest } from '../../src/engine/start-request.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { compiled } from '../definitions.ts'
import { ScriptedModel } from '../fakes.ts'
import { ManualClock } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { s3UriOf } from '../../src/flow/nodes/object-place.ts'
import { wordsOf } from '../random-calls.ts'
import { oneWord, randomDocument, randomFlow } from '../random-flow.ts'
import { factsIn } from './facts.ts'
import { interpret } from './interpreter.ts'
import { orderFaults } from './order.ts'
import { arn, essence, limits, request, World, world } from './world.ts'

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

/** Models, functions and objects that answer after a few turns of the event loop, so that parallel nodes finish in any order. */
const wavering = (turns: readonly number[]) => {
  let calls = 0
  const keys: string[] = []
  const wait = async ({ idempotencyKey }: CallOptions): Promise<void> => {
    keys.push(idempotencyKey)
    for (let turn = turns[calls++ % turns.length] ?? 0; turn > 0; turn--) await Promise.resolve()
  }
  const model = new ScriptedModel(async ({ prompt, options }) => {
    await wait(options)
    return oneWord(prompt)
  })
  const functionInvoker: FunctionInvoker = {
    async invoke(call, options) {
      await wait(options)
      return { requestId: 'request', value: oneWord(wordsOf(call)) }
    },
  }
  const objectStore: ObjectStore = {
    async get(place, options) {
      await wait(options)
      const content = Buffer.from(oneWord(s3UriOf(place)))
      options.onContent(content)
      return { requestId: 'request', object: { contentLength: content.length } }
    },
    async put(_, { content: { byteLength: contentLength } }, options) {
      await wait(options)
      return { requestId: 'request', object: { contentLength } }
    },
  }
  return { model, capabilities: { functionInvoker, objectStore }, keys }
}

const drawn = fc.record({
  definition: randomFlow,
  document: randomDocument,
  maxConcurrency: fc.constantFrom(undefined, 1, 2, 3),
  iteratorConcurrency: fc.constantFrom(1, 2, 3, 100),
  batchEvents: fc.constantFrom(1, 2, 5, undefined),
  turns: fc.array(fc.nat(12), { minLength: 1, maxLength: 9 }),
  jumps: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 9 }),
})

const complete = ({ length }: readonly unknown[]): readonly number[] => Array.from({ length }, (_, index) => index + 1)

const wide = (iteratorConcurrency: number, maxConcurrency?: number): Partial<StartRequest> => ({
  limits: { ...limits, iteratorConcurrency },
  ...(maxConcurrency !== undefined && { maxConcurrency }),
})

/** A generator that draws only dead or only failing flows, or no scopes, would prove nothing. */
class Counts {
  failed = 0
  succeeded = 0
  elements = 0
  parallel = 0
  iterations = 0
  collected = 0
  skipped = 0
  deadOutputs = 0
  functions = 0
  written = 0
  read = 0

  add(definition: FlowDefinition, events: readonly StoredEvent[], iteratorConcurrency: number): void {
    const paths = new Set(events.flatMap((event) => ('path' in event && event.path !== '' ? [event.path] : [])))
    const arrivals = events.filter((event) => event.type === 'nodeInput' && event.node.startsWith('Collector'))
    const elements = [...paths].filter((path) => /(^|\/)Iterator\d+:\d+$/.test(path)).length
    const outputs = new Set(events.flatMap((event) => (event.type === 'flowOutput' ? [event.node] : [])))
    const last = events.at(-1)
    if (last?.type === 'ended' && last.status === 'Failed') this.failed++
    else this.succeeded++
    const putOut = (output: string): number => events.filter((event) => event.type === 'nodeOutput' && output in event.outputs).length
    this.functions += putOut('functionResponse')
    this.written += putOut('s3Uri')
    this.read += putOut('s3Content')
    this.elements += elements
    this.parallel += iteratorConcurrency > 1 ? elements : 0
    this.iterations += [...paths].filter((path) => /Loop\d+:[1-9]\d*$/.test(path)).length
    this.collected += arrivals.length
    this.skipped += Math.max(0, elements - arrivals.length)
    this.deadOutputs += (definition.nodes ?? []).filter(({ name, type }) => type === 'Output' && !outputs.has(name)).length
  }

  get least(): number {
    return Math.min(...Object.values(this))
  }
}

describe('a random flow', () => {
  it('ends without a bug, with a gapless log in causal order, as the interpreter says', async () => {
    const counts = new Counts()
    await fc.assert(
      fc.asyncProperty(drawn, async ({ definition, document, maxConcurrency, iteratorConcurrency, batchEvents, turns, jumps }) => {
        const one = new World({ clock: jumping(jumps), ...wavering(turns), batchEvents })

        const events = await one.run(definition, document, wide(iteratorConcurrency, maxConcurrency))

        expect(one.bugs).toEqual([])
        expect(events.map(({ sequence }) => sequence)).toEqual(complete(events))
        expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b))
        expect(events.findIndex(({ type }) => type === 'ended')).toBe(events.length - 1)
        expect(one.model.mostInFlight).toBeLessThanOrEqual(maxConcurrency ?? Infinity)
        expect(orderFaults(definition, events, iteratorConcurrency)).toEqual([])
        const expected = interpret(definition, document, oneWord)
        const failed = expected.failing.size > 0
        expect(one.status).toBe(failed ? 'Failed' : 'Succeeded')
        const failures = events.flatMap((event) => (event.type === 'nodeFailure' ? [visitKey(event)] : []))
        expect(failures.map((visit) => expected.failing.has(visit))).toEqual(failed ? [true] : [])
        const flow = compiled(definition)
        for (const event of events) {
          const shown = executionEvent(flow, event)
          expect(shown === undefined).toBe(eventTypeOf(event) === null)
          if (shown) parse(FlowExecutionEvent, JSON.parse(JSON.stringify(shown)))
          const trace = flowResponseEvent(flow, event, { enableTrace: true })?.flowTraceEvent?.trace
          if (trace) parse(FlowTrace, JSON.parse(JSON.stringify(trace)))
        }
        const facts = factsIn(events)
        // Which visits come before a failure is a matter of order; that no other comes is not.
        expect(facts.toSorted()).toEqual([...expected.facts].filter((fact) => !failed || facts.includes(fact)).toSorted())
        counts.add(definition, events, iteratorConcurrency)
      }),
      { numRuns },
    )
    expect(counts.least).toBeGreaterThan(0)
  })

  it.each([1, 3])(
    'goes on from any prefix of its log to the same log, apart from the attempts, with %d elements at once',
    async (atOnce) => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({ definition: randomFlow, document: randomDocument, cut: fc.nat() }),
          async ({ definition, document, cut }) => {
            const whole = await world(wavering([0])).run(definition, document, wide(atOnce, 1))
            const prefix = whole.slice(0, 2 + (cut % (whole.length - 1)))
            const log = await logOf(prefix, definition, atOnce)

            const { keys, ...parts } = wavering([0])
            const second = world({ log, ...parts, owner: 'second' })
            await second.engine.recover()
            await second.ended()

            expect(second.bugs).toEqual([])
            expect(withoutRepeats(essence(second.events))).toEqual(essence(whole))
            expect(new Set(keys).size).toBe(keys.length)
            expect(keys.length).toBe(answersIn(whole) - answersIn(prefix))
          },
        ),
        { numRuns: numRuns / 2 },
      )
    },
  )

  it('folds page by page to the same open work as its events one by one', async () => {
    await fc.assert(
      fc.asyncProperty(randomFlow, randomDocument, fc.nat(), async (definition, document, cut) => {
        const one = world(wavering([0]))
        const whole = await one.run(definition, document, wide(2))
        const prefix = whole.slice(0, 1 + (cut % whole.length))
        const flow = compiled(definition)
        const read = (events: readonly StoredEvent[], pageEvents: number) => ({
          read: async (_: string, { after }: { after: number }) => events.slice(after, after + pageEvents),
        })

        const [small, large] = await Promise.all([fold(read(prefix, 1), arn, flow), fold(read(prefix, 1000), arn, flow)])
        const last = await fold(read(whole, 1000), arn, flow)

        expect(small).toEqual(large)
        expect([last.sequence, last.ended?.status]).toEqual([whole.length, one.status])
        if (one.status !== 'Succeeded') return
        expect(last.ready.length + last.waiting.length + last.inFlight.size).toBe(0)
        expect([...last.scopes].map(([path, { openings }]) => [path, openings.size])).toEqual([['', 0]])
      }),
      { numRuns: 50 },
    )
  })
})

/** A log in which a killed process left these events. */
const logOf = async (events: readonly StoredEvent[], definition: FlowDefinition, atOnce: number): Promise<MemoryEventLog> => {
  const log = new MemoryEventLog()
  await log.create({ ...request(log, definition, wide(atOnce)), deadline: Number.MAX_SAFE_INTEGER }, events, { id: 'first' })
  return log
}

/** How many calls were answered. */
const answersIn = (events: readonly StoredEvent[]): number =>
  events.filter((event) => event.type === 'nodeOutput' && called.some((output) => output in event.outputs)).length

const called = ['modelCompletion', 'functionResponse', 's3Uri', 's3Content']

/** A log cut between an action and its output has the action twice. */
const withoutRepeats = (events: readonly unknown[]): readonly unknown[] =>
  events.filter((event, index) => JSON.stringify(event) !== JSON.stringify(events[index - 1]))
