import { describe, expect, it } from 'vitest'
import { chain, compiled, condition, data, fan, gate, input, output, single } from '../../test/definitions.ts'
import { FaultyLog, ScriptedModel } from '../../test/fakes.ts'
import { ManualClock, settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { started } from '../../test/engine/pure-run.ts'
import { outline, request, world } from '../../test/engine/world.ts'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { Command } from './decide.ts'
import type { ExecutionEvent } from './event.ts'
import { batches, commandsOf } from './run-loop.ts'
import { newState } from './state.ts'

/** The batches of a flow up to its first visit at work. */
const cut = (definition: FlowDefinition, document: string) => {
  const parts = { flow: compiled(definition), state: newState(), clock: new ManualClock(), random: () => 0.5 }
  const opening: Command = { events: [started, { type: 'flowInput', node: 'Start', document }] }
  return { parts, drawn: batches(parts, commandsOf({ ...parts, draining: () => false }, [], [opening])) }
}

/** Two events per Output, without any work. */
const outputsOnly = (count: number): FlowDefinition => {
  const names = Array.from({ length: count }, (_, index) => `End${index}`)
  return { nodes: [input(), ...names.map((name) => output(name))], connections: names.map((name) => data('Start', `${name}.document`)) }
}

describe('a batch', () => {
  it('invariant 8: closes at 256 events, and only between steps', () => {
    const sizes = [...cut(outputsOnly(300), 'tea').drawn].map(({ events }) => events.length)

    expect(sizes).toEqual([257, 256, 91])
  })

  it('invariant 8: closes at 256 KiB', () => {
    const sizes = [...cut(outputsOnly(4), 'x'.repeat(100 * 1024)).drawn].map(({ events }) => events.map(({ type }) => type).join(' '))

    const outputs = (count: number) => Array.from({ length: count }, () => 'nodeInput flowOutput').join(' ')
    expect(sizes).toEqual([`started flowInput nodeOutput ${outputs(1)}`, outputs(2), `${outputs(1)} ended`])
  })

  it('invariant 8: closes after 20 ms, so that an expression over megabytes in each element holds up nobody for long', () => {
    let elapsed = 0
    const clock = { now: () => 0, monotonic: () => (elapsed += 8), timer: () => ({ cancel: () => undefined }) }
    const parts = { flow: compiled(outputsOnly(4)), state: newState(), clock, random: () => 0.5 }
    const opening: Command = { events: [started, { type: 'flowInput', node: 'Start', document: 'tea' }] }

    const sizes = [...batches(parts, commandsOf({ ...parts, draining: () => false }, [], [opening]))].map(({ events }) => events.length)

    expect(sizes).toEqual([5, 6, 1])
  })

  it('invariant 10: is drawn only when the last one was taken: the state is one batch ahead', () => {
    const { parts, drawn } = cut(outputsOnly(300), 'tea')

    drawn.next()

    expect(parts.state.sequence).toBe(257)
  })

  it('names the work that begins once it is durable', () => {
    const [only] = [...cut(fan(2), 'tea').drawn]

    expect(only?.work).toEqual([
      { node: 'Ask0', path: '' },
      { node: 'Ask1', path: '' },
    ])
  })

  it('has times that never decrease, though the clock does', () => {
    const times = [5, 3, 9, 1, 1]
    const clock = { now: () => times.shift() ?? 0, monotonic: () => 0, timer: () => ({ cancel: () => undefined }) }
    const parts = { flow: compiled(outputsOnly(1)), state: newState(), clock, random: () => 0.5 }
    const opening: Command = { events: [started, { type: 'flowInput', node: 'Start', document: 'tea' }] }

    const [only] = [...batches(parts, commandsOf({ ...parts, draining: () => false }, [], [opening]))]

    expect(only?.events.map(({ at }) => at)).toEqual([5, 5, 9, 9, 9, 9])
  })
})

/** Records what is appended. */
const watched = (script?: ConstructorParameters<typeof ScriptedModel>[0]) => {
  const log = new MemoryEventLog()
  const port = new FaultyLog(log)
  const appends: (readonly ExecutionEvent[])[] = []
  port.before = ({ name, events }) => {
    if (name === 'append') appends.push(events)
  }
  return { one: world({ log, port, model: new ScriptedModel(script) }), port, appends }
}

describe('the loop', () => {
  it('invariant 8: appends once per turn, with all outcomes that have arrived', async () => {
    const answer = Promise.withResolvers<string>()
    const { one, appends } = watched(() => answer.promise)
    await one.engine.start(request(one.log, fan(5)))
    await settled()
    expect(appends).toEqual([])

    answer.resolve('all at once')
    await one.ended()

    expect(appends.flat()).toHaveLength(5 * 4 + 1)
    expect(appends.length).toBeLessThanOrEqual(2)
  })

  it('invariant 8: publishes only what is durable', async () => {
    const { one, port } = watched()
    const acknowledged = Promise.withResolvers<void>()
    port.before = ({ name }) => (name === 'append' ? acknowledged.promise : undefined)
    await one.engine.start(request(one.log, single))
    const following = one.engine.follow(request(one.log, single).executionArn, 4, new AbortController().signal)
    let told = 0
    const all = (async () => {
      for await (const _ of following) told++
    })()
    await settled()
    expect(told).toBe(0)

    acknowledged.resolve()
    await all

    expect(told).toBe(5)
  })

  it('invariant 9: work begins only after its nodeInput is durable', async () => {
    const { one, port, appends } = watched()
    const acknowledged = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    port.after = async ({ name }) => {
      if (name === 'create') await acknowledged[0]?.promise
      if (name === 'append') await acknowledged[1]?.promise
    }
    const start = one.engine.start(request(one.log, chain(2)))
    await settled()
    expect([outline(one.events).at(-1), one.model.prompts]).toEqual(['nodeInput Ask0', []])
    acknowledged[0]?.resolve()
    await start
    await settled()
    expect([outline(one.events).at(-1), one.model.prompts, appends.length]).toEqual(['nodeInput Ask1', ['Ask0 tea'], 1])
    acknowledged[1]?.resolve()
    await one.ended()

    expect(one.model.prompts).toEqual(['Ask0 tea', 'Ask1 <Ask0 tea>'])
  })

  it('invariant 10: that is refused lets go and tells nobody', async () => {
    const { one, port, appends } = watched(() => 'answer')
    port.before = async ({ name }) => {
      if (name === 'append') await one.log.takeOver({ id: 'second' }, { limit: 10 })
    }
    const told: unknown[] = []
    const controller = new AbortController()
    const { executionArn } = request(one.log, single)
    await one.engine.start(request(one.log, single))
    const all = (async () => {
      for await (const event of one.engine.follow(executionArn, 0, controller.signal)) told.push(event)
    })().catch(() => undefined)

    await settled()
    controller.abort()
    await all

    expect(told).toEqual(one.events)
    expect([outline(one.events).at(-1), one.status, one.bugs, appends]).toEqual(['nodeInput Ask', 'Running', [], []])
  })

  it('invariant 5: of 1,000 prompts in a row appends once per prompt', async () => {
    const { one, appends } = watched(() => 'x')

    const events = await one.run(chain(1_000), 'tea')

    expect([events.length, appends.length]).toEqual([2 + 1 + 3 * 1_000 + 2 + 1, 1_000])
  })

  it('invariant 5: of 1,000 prompts beside each other appends a batch of 256 events at a time', async () => {
    const { one, appends } = watched(() => 'x')

    const events = await one.run(fan(1_000), 'tea')

    expect(events).toHaveLength(3 + 5 * 1_000 + 1)
    expect(appends.length).toBeLessThanOrEqual(3 + Math.ceil(4_001 / 256) + 1)
    expect(Math.max(...appends.map(({ length }) => length))).toBeLessThan(256 + 2)
  })

  it('decides a condition and what follows it in one turn', async () => {
    const routedOnly = {
      nodes: [
        input('Object'),
        condition('Route', { amount: ['$.data.amount', 'Number'] as const }, { big: 'amount > 9' }),
        output('End', '$.data.text'),
      ],
      connections: [data('Start', 'Route.amount'), data('Start', 'End.document'), gate('Route.big', 'End')],
    }
    const { one, port } = watched()

    const events = await one.run(routedOnly, { amount: 10, text: 'tea' })

    expect(outline(events).slice(3)).toEqual([
      'nodeInput Route',
      'conditionResult Route',
      'nodeInput End',
      'flowOutput End',
      'ended Succeeded',
    ])
    expect(port.writes).toBe(1)
  })
})
