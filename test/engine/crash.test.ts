import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { StorageUnavailable } from '../../src/engine/event-log.ts'
import type { StoredEvent } from '../../src/engine/event.ts'
import { NodeError } from '../../src/flow/node-error.ts'
import type { Json } from '../../src/lib/json.ts'
import { refine } from '../control-flow.ts'
import { chain, data, fan, input, iterator, output, routed, single } from '../definitions.ts'
import type { Script } from '../fakes.ts'
import { FaultyLog, ScriptedModel } from '../fakes.ts'
import { settled } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { each, repeating } from './told.ts'
import { essence, limits, request, World, world } from './world.ts'

interface Case {
  readonly name: string
  readonly definition: FlowDefinition
  readonly document: Json
  readonly maxConcurrency?: number
  readonly iteratorConcurrency?: number
  readonly script?: Script
}

const refuses: Script = (call) => {
  if (call.prompt.startsWith('Ask1')) throw new NodeError('DEPENDENCY_FAILED', 'The model refused.')
  return call.prompt
}

const repeatedInEach: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), refine({ expression: 'more != "done"', maxIterations: 2 }), output('End')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'Refine.draft'), data('Refine.final', 'End.document')],
}

const cases: readonly Case[] = [
  { name: 'one prompt', definition: single, document: 'tea' },
  { name: 'a chain', definition: chain(4), document: 'tea' },
  { name: 'parallel prompts, one at a time', definition: fan(3), document: 'tea', maxConcurrency: 1 },
  { name: 'parallel prompts', definition: fan(3), document: 'tea' },
  { name: 'a condition and a join', definition: routed, document: { amount: 2000, text: 'tea' } },
  { name: 'an Iterator with its Collector', definition: each, document: ['a', 'b', 'c'] },
  {
    name: 'elements at once, one prompt at a time',
    definition: each,
    document: ['a', 'b', 'c'],
    maxConcurrency: 1,
    iteratorConcurrency: 2,
  },
  { name: 'a Loop', definition: repeating({ expression: 'more != "done"', maxIterations: 3 }), document: 'tea' },
  { name: 'a Loop in an Iterator', definition: repeatedInEach, document: ['a', 'b'] },
  { name: 'a failing prompt', definition: chain(3), document: 'tea', script: refuses },
]

/** A process over the log of which one write is disturbed. */
const disturbed = ({ script }: Case, log: MemoryEventLog): { readonly one: World; readonly port: FaultyLog } => {
  const port = new FaultyLog(log)
  return { one: world({ log, port, model: new ScriptedModel(script) }), port }
}

const requestOf = ({ definition, document, maxConcurrency, iteratorConcurrency = 1 }: Case, log: MemoryEventLog) =>
  request(log, definition, {
    document,
    limits: { ...limits, iteratorConcurrency },
    ...(maxConcurrency !== undefined && { maxConcurrency }),
  })

/** Parallel branches may be served in another order after a restart. */
const comparable = ({ definition, maxConcurrency }: Case, events: readonly StoredEvent[]): readonly unknown[] => {
  const parallel = definition === cases[3]?.definition && maxConcurrency !== 1
  return parallel
    ? essence(events)
        .map((event) => JSON.stringify(event))
        .toSorted()
    : essence(events)
}

const undisturbed = async (
  one: Case,
): Promise<{ readonly writes: number; readonly events: readonly unknown[]; readonly calls: number }> => {
  const log = new MemoryEventLog()
  const { one: process, port } = disturbed(one, log)
  await process.engine.start(requestOf(one, log))
  await process.ended()
  return { writes: port.writes, events: comparable(one, process.events), calls: process.model.calls.length }
}

describe.each(cases)('$name', (one) => {
  it.each(['before', 'after'] as const)('goes on elsewhere when the process is killed %s any write reached the log', async (moment) => {
    const expected = await undisturbed(one)
    expect(expected.writes).toBeGreaterThan(1)

    for (let write = 1; write <= expected.writes; write++) {
      const log = new MemoryEventLog()
      const { one: first, port } = disturbed(one, log)
      port[moment] = (call) => {
        if (call.write === write && call.name !== 'read') port.kill()
      }
      void first.engine.start(requestOf(one, log))
      await settled()
      const recorded = log.rows.size
      const second = new World({ log, clock: first.clock, model: new ScriptedModel(one.script), owner: 'second' })
      await second.engine.recover()
      if (recorded === 0) await second.engine.start(requestOf(one, log))
      await second.ended()

      expect(recorded, `write ${write}`).toBe(moment === 'before' && write === 1 ? 0 : 1)
      expect(comparable(one, second.events), `write ${write}`).toEqual(expected.events)
      const begun = second.events.filter(({ type }) => type === 'attempt').length
      expect(second.model.calls.length + first.model.calls.length).toBeLessThanOrEqual(expected.calls + begun)
      expect([...first.bugs, ...second.bugs]).toEqual([])
    }
  })

  it.each(['before', 'after'] as const)('is not disturbed when the storage is unavailable %s any write', async (moment) => {
    const expected = await undisturbed(one)

    for (let write = 1; write <= expected.writes; write++) {
      const log = new MemoryEventLog()
      const { one: process, port } = disturbed(one, log)
      let refusals = 0
      port[moment] = (call) => {
        if (call.write === write && call.name !== 'read' && refusals++ === 0) throw new StorageUnavailable('The disk is full.')
      }
      const started = process.engine.start(requestOf(one, log))
      await process.clock.advance(1_000)
      await started
      await process.ended()

      expect(process.refusals, `write ${write}`).toBe(1)
      expect(comparable(one, process.events), `write ${write}`).toEqual(expected.events)
      expect(process.model.calls.length, `write ${write}`).toBe(expected.calls)
      expect(process.bugs).toEqual([])
    }
  })
})

describe('a restart', () => {
  it('invariant 12: a driver that was thrown out appends nothing more', async () => {
    const log = new MemoryEventLog()
    const answers = Promise.withResolvers<string>()
    const first = world({ log, model: new ScriptedModel(() => answers.promise) })
    await first.engine.start(request(log, single))
    const second = new World({ log, clock: first.clock, owner: 'second' })

    await second.engine.recover()
    await second.ended()
    const after = second.events
    answers.resolve('late')
    await settled()

    expect(second.events).toEqual(after)
    expect(after.filter((event) => event.type === 'nodeOutput' && event.node === 'Ask')).toMatchObject([
      { outputs: { modelCompletion: '<Ask tea>' } },
    ])
    expect([...first.bugs, ...second.bugs]).toEqual([])
  })
})
