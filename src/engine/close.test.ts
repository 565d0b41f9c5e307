import { describe, expect, it } from 'vitest'
import { chain, fan, single } from '../../test/definitions.ts'
import { FaultyLog, hangs, ignoresItsSignal, ScriptedModel } from '../../test/fakes.ts'
import { settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { arn, outline, request, world } from '../../test/engine/world.ts'
import { EngineUnavailable } from './engine-unavailable.ts'

describe('an engine that closes', () => {
  it('invariant 16: lets the work in flight finish, begins no other, and leaves the rest to the next process', async () => {
    const log = new MemoryEventLog()
    const answer = Promise.withResolvers<string>()
    const first = world({ log, model: new ScriptedModel(() => answer.promise) })
    await first.engine.start(request(log, chain(2)))
    await settled()

    const closed = first.engine.close(10_000)
    await settled()
    answer.resolve('answered')
    await closed

    expect(outline(first.events).slice(-2)).toEqual(['nodeAction Ask0', 'nodeOutput Ask0'])
    expect(first.model.prompts).toEqual(['Ask0 tea'])
    const second = world({ log, owner: 'second' })
    await second.engine.recover()
    await second.ended()
    expect(second.model.prompts).toEqual(['Ask1 answered'])
    expect(second.events.filter(({ type }) => type === 'attempt')).toEqual([])
    expect([...first.bugs, ...second.bugs]).toEqual([])
  })

  it.each([
    ['lets go', hangs],
    ['ignores its signal', ignoresItsSignal],
  ])('invariant 16: cuts what outlasts the grace, without an end, also if it %s; the next process resumes it', async (_, script) => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(script) })
    await first.engine.start(request(log, fan(2)))
    await settled()
    const before = first.events.length

    const closed = first.engine.close(10_000)
    await first.clock.advance(9_999)
    expect(first.model.calls.map(({ options: { signal } }) => signal.aborted)).toEqual([false, false])
    await first.clock.advance(5_001)
    await closed

    expect(first.model.calls.map(({ options: { signal } }) => signal.reason)).toEqual([
      expect.any(EngineUnavailable),
      expect.any(EngineUnavailable),
    ])
    expect([first.status, first.events.length]).toEqual(['Running', before])
    const second = world({ log, owner: 'second' })
    await second.engine.recover()
    await second.ended()
    const attempt = { type: 'attempt', path: '', number: 2, cause: 'resumed' }
    expect(second.events.filter(({ type }) => type === 'attempt')).toMatchObject([
      { ...attempt, node: 'Ask0' },
      { ...attempt, node: 'Ask1' },
    ])
    expect([second.status, second.model.prompts]).toEqual(['Succeeded', ['Ask0 tea', 'Ask1 tea']])
    expect([...first.bugs, ...second.bugs]).toEqual([])
  })

  it('refuses starts and tells followers', async () => {
    const one = world({ model: new ScriptedModel(hangs) })
    await one.engine.start(request(one.log, single))
    const following = Array.fromAsync(one.engine.follow(arn, 0, new AbortController().signal)).catch((error: unknown) => error)
    await settled()

    const closed = one.engine.close(0)
    await expect(one.engine.start(request(one.log, single, { startToken: 'other' }))).rejects.toBeInstanceOf(EngineUnavailable)
    await one.clock.advance(0)
    await closed

    expect(await following).toBeInstanceOf(EngineUnavailable)
  })

  it('waits for a start that is under way, and lets its first work finish', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const acknowledged = Promise.withResolvers<void>()
    port.after = ({ name }) => (name === 'create' ? acknowledged.promise : undefined)
    const one = world({ log, port })
    const start = one.engine.start(request(log, single))
    await settled()

    const closed = one.engine.close(10_000)
    acknowledged.resolve()
    await closed

    expect(await start).toEqual({ lease: { executionArn: arn, epoch: 1 } })
    expect(one.status).toBe('Succeeded')
  })

  it('begins nothing for a start that is acknowledged too late; the next process does', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const acknowledged = Promise.withResolvers<void>()
    port.after = ({ name }) => (name === 'create' ? acknowledged.promise : undefined)
    const first = world({ log, port })
    const start = first.engine.start(request(log, single)).catch((error: unknown) => error)
    await settled()

    const closed = first.engine.close(1_000)
    await first.clock.advance(7_000)
    await closed
    acknowledged.resolve()
    expect(await start).toMatchObject({ name: 'StorageUnavailable', reason: 'silent' })
    await settled()

    expect(first.model.calls).toEqual([])
    const second = world({ log, owner: 'second' })
    await second.engine.recover()
    await second.ended()
    expect([second.status, second.model.calls.length]).toEqual(['Succeeded', 1])
  })
})
