import { describe, expect, it } from 'vitest'
import type { ExecutionLimits, StoredEvent } from '../../src/engine/event.ts'
import { FaultyLog, hangs, ScriptedModel } from '../fakes.ts'
import { settled, until } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { each, repeating } from './told.ts'
import { arn, limits, request, World, world } from './world.ts'

const many: ExecutionLimits = { ...limits, visits: 1_000_000, events: 1_000_000, executionBytes: 1e9, collectedBytes: 1e9 }
const items = Array.from({ length: 10_000 }, (_, index) => `item${index}`)
const tenTimes = repeating({ expression: 'more != "never"', maxIterations: 10 })

const outputsOf = (events: readonly StoredEvent[]) => events.flatMap((event) => (event.type === 'flowOutput' ? [event.document] : []))

const openings = (events: readonly StoredEvent[], node: string) =>
  events.flatMap((event) => (event.type === 'nodeOutput' && event.node === node && event.path !== '' ? [event.path] : []))

const attemptsIn = (events: readonly StoredEvent[]) =>
  events.flatMap((event) => (event.type === 'attempt' ? [`${event.path}/${event.node}`] : []))

describe('a crash', () => {
  it.each([1, 10])(
    'in element 7,000 of 10,000 goes on there and repeats no finished visit, with %d at once',
    async (iteratorConcurrency) => {
      const log = new MemoryEventLog()
      const port = new FaultyLog(log)
      const killed = Promise.withResolvers<void>()
      const first = world({
        log,
        port,
        model: new ScriptedModel((call) => {
          if (call.prompt !== 'Ask item7000') return call.prompt.toUpperCase()
          port.kill()
          killed.resolve()
          return hangs(call)
        }),
      })
      await first.engine.start(request(log, each, { document: items, limits: { ...many, iteratorConcurrency } }))
      await killed.promise
      await settled()
      const answered = new Set(
        log.events(arn).flatMap((event) => (event.type === 'nodeOutput' && event.node === 'Ask' ? [event.path] : [])),
      )

      const second = new World({
        log,
        clock: first.clock,
        owner: 'second',
        model: new ScriptedModel(({ prompt }) => prompt.toUpperCase()),
      })
      await second.engine.recover()
      await second.ended()

      const left = items.filter((_, index) => !answered.has(`Each:${index}`))
      expect(left.length).toBeLessThanOrEqual(3_000 + iteratorConcurrency)
      expect(second.model.prompts.toSorted()).toEqual(left.map((item) => `Ask ${item}`).toSorted())
      expect(attemptsIn(second.events)).toContain('Each:7000/Ask')
      expect(attemptsIn(second.events).length).toBeLessThanOrEqual(iteratorConcurrency)
      expect(outputsOf(second.events)).toEqual([items.map((item) => `ASK ${item.toUpperCase()}`)])
      expect(openings(second.events, 'Each')).toEqual(items.map((_, index) => `Each:${index}`))
      expect([second.status, first.bugs, second.bugs]).toEqual(['Succeeded', [], []])
    },
  )

  it('in iteration 7 of 10 goes on in iteration 7', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const first = world({
      log,
      port,
      model: new ScriptedModel((call) => {
        if (first.model.calls.length < 7) return `draft${first.model.calls.length}`
        port.kill()
        return hangs(call)
      }),
    })
    await first.engine.start(request(log, tenTimes))
    await until(() => first.model.calls.length === 7, 'iteration 7')
    let calls = 6
    const second = new World({ log, clock: first.clock, owner: 'second', model: new ScriptedModel(() => `draft${++calls}`) })

    await second.engine.recover()
    await second.ended()

    expect(second.model.prompts).toEqual(['Ask draft6', 'Ask draft7', 'Ask draft8', 'Ask draft9'])
    expect(attemptsIn(second.events)).toEqual(['Refine:6/Ask'])
    expect(openings(second.events, 'Begin')).toEqual(Array.from({ length: 10 }, (_, index) => `Refine:${index}`))
    expect(outputsOf(second.events)).toEqual(['draft10', 10])
    expect([...first.bugs, ...second.bugs]).toEqual([])
  })
})

describe.each([
  { name: 'of an Iterator', definition: each, document: ['a', 'b', 'c', 'd', 'e'], iteratorConcurrency: 1 },
  { name: 'of an Iterator with elements at once', definition: each, document: ['a', 'b', 'c', 'd', 'e'], iteratorConcurrency: 2 },
  { name: 'of a Loop', definition: tenTimes, document: 'tea', iteratorConcurrency: 1 },
])('a stop $name', ({ definition, document, iteratorConcurrency }) => {
  const asked = { document, limits: { ...limits, iteratorConcurrency } }

  it('invariant 11: inside a visit ends it at once, and no other begins', async () => {
    const one = world({ model: new ScriptedModel((call) => (one.model.calls.length > 2 ? hangs(call) : 'more')) })
    await one.engine.start(request(one.log, definition, asked))
    await until(() => one.model.calls.length === 2 + iteratorConcurrency, 'the third call')

    const stopped = await one.engine.stop(arn)
    await one.clock.advance(10_000)

    expect(stopped).toMatchObject({ was: 'Running', sequence: one.events.length })
    expect(one.events.at(-1)).toMatchObject({ type: 'ended', status: 'Aborted', cause: 'stop' })
    expect(one.model.calls).toHaveLength(2 + iteratorConcurrency)
    expect(one.model.inFlight).toBe(0)
    expect(one.model.calls.slice(2).every(({ options: { signal } }) => signal.aborted)).toBe(true)
    expect(one.bugs).toEqual([])
  })

  it('invariant 9: between visits lets none begin whose event shares its moment', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const written = Promise.withResolvers<void>()
    const one = world({ log, port, model: new ScriptedModel(() => 'more') })
    let held = false
    port.after = ({ name, events }) => {
      if (name !== 'append' || !events.some(({ type }) => type === 'nodeInput') || one.model.calls.length < 2) return undefined
      held = true
      return written.promise
    }
    await one.engine.start(request(log, definition, asked))
    await until(() => held, 'a write between two visits')
    const calls = one.model.calls.length

    const stopped = await one.engine.stop(arn)
    written.resolve()
    await one.clock.advance(10_000)

    expect(stopped).toMatchObject({ was: 'Running', sequence: one.events.length })
    expect(one.model.calls).toHaveLength(calls)
    expect([one.status, one.bugs]).toEqual(['Aborted', []])
  })
})
