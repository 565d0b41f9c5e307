import { describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../src/engine/event-log.ts'
import { chain, fan, single } from '../definitions.ts'
import type { Script } from '../fakes.ts'
import { FaultyLog, hangs, ignoresItsSignal, ScriptedModel } from '../fakes.ts'
import { settled } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { arn, outline, request, world } from './world.ts'

const scripted = (script: Script) => ({ model: new ScriptedModel(script) })

const startedAt = 1_700_000_000_000

describe('a stop', () => {
  it.each([
    ['lets go', hangs, 'released'],
    ['ignores its signal', ignoresItsSignal, 'not released'],
  ] as const)('invariants 11 and 13: is durable, final and proven when a model %s', async (_, script, outcome) => {
    const talks: Script = (call) => {
      call.options.onText('early')
      call.options.signal.addEventListener('abort', () => call.options.onText('late'))
      return script(call)
    }
    const one = world(scripted((call) => (call.prompt.startsWith('Ask0') ? talks(call) : script(call))))
    await one.engine.start(request(one.log, fan(2)))

    await one.clock.advance(500)
    const answer = await one.engine.stop(arn)
    const { length } = one.events
    await one.clock.advance(6_000)

    expect(answer).toEqual({ was: 'Running', sequence: length, endedAt: startedAt + 500 })
    expect(one.events.slice(length - 1)).toEqual([
      { type: 'ended', status: 'Aborted', cause: 'stop', sequence: length, at: startedAt + 500 },
    ])
    expect(one.model.calls.every(({ options: { signal } }) => signal.aborted)).toBe(true)
    const release = {
      path: '',
      attempt: 1,
      bytesBefore: 0,
      bytesAfter: 0,
      outcome,
      signalledAfterMs: 0,
      ...(outcome === 'released' && { releasedAfterMs: 0 }),
    }
    expect(await one.executions.proof(arn)).toEqual({
      requestedAt: startedAt + 500,
      cause: 'stop',
      state: 'complete',
      visits: [
        { ...release, node: 'Ask0', tokensBefore: 1, tokensAfter: 1 },
        { ...release, node: 'Ask1', tokensBefore: 0, tokensAfter: 0 },
      ],
    })
    expect(one.bugs).toEqual([])
  })

  it('invariant 11: of an execution that has ended changes nothing', async () => {
    const one = world()
    const events = await one.run(single, 'tea')

    expect(await one.engine.stop(arn)).toEqual({ was: 'Succeeded' })
    expect(one.events).toEqual(events)
  })

  it('of an execution that there never was finds nothing', async () => {
    expect(await world().engine.stop(arn)).toBeUndefined()
  })

  it.each(['full', 'readOnly', 'locked', 'failed', 'corrupt'] as const)(
    'invariant 11: while the storage refuses (%s), cuts first, and is taken later, once, however often its callers were told of that',
    async (reason) => {
      const log = new MemoryEventLog()
      const port = new FaultyLog(log)
      const one = world({ log, port, ...scripted(hangs) })
      await one.engine.start(request(log, chain(2)))
      await settled()
      let refuses = true
      let offers = 0
      port.before = () => {
        offers++
        if (refuses) throw new StorageUnavailable('The storage refuses.', { reason })
      }

      const stops = Promise.allSettled([one.engine.stop(arn), one.engine.stop(arn)])
      await settled()
      expect(one.model.calls.map(({ options: { signal } }) => signal.aborted)).toEqual([true])
      expect(offers).toBe(1)
      await one.clock.advance(reason === 'corrupt' ? 0 : 4_000)
      const refusal = { name: 'StorageUnavailable', reason }
      expect(await stops).toMatchObject([{ reason: refusal }, { reason: refusal }])
      expect(one.status).toBe('Running')
      refuses = false
      await one.clock.advance(5_000)

      expect(one.status).toBe('Aborted')
      expect(one.model.prompts).toEqual(['Ask0 tea'])
      expect((await one.executions.proof(arn))?.visits).toMatchObject([{ node: 'Ask0', outcome: 'released' }])
      expect(one.bugs).toEqual([])
    },
  )

  it('invariant 11: while the storage is silent, cuts after half a second, and is taken later', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port, ...scripted(hangs) })
    await one.engine.start(request(log, chain(2)))
    await settled()
    const silence = Promise.withResolvers<void>()
    port.before = () => silence.promise
    const aborted = (): readonly boolean[] => one.model.calls.map(({ options: { signal } }) => signal.aborted)

    const stop = one.engine.stop(arn).catch((error: unknown) => error)
    await one.clock.advance(499)
    const before = aborted()
    await one.clock.advance(1)
    const after = aborted()
    await one.clock.advance(3_500)
    expect(await stop).toMatchObject({ name: 'StorageUnavailable', reason: 'silent' })
    silence.resolve()
    await settled()

    expect([before, after]).toEqual([[false], [true]])
    expect(one.status).toBe('Aborted')
    expect((await one.executions.proof(arn))?.visits).toMatchObject([{ node: 'Ask0', outcome: 'released' }])
    expect([one.model.prompts, one.bugs]).toEqual([['Ask0 tea'], []])
  })

  it('that is silent for so long that it cuts a loop whose last append is not answered tells followers of the end that stands', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const answer = Promise.withResolvers<string>()
    const one = world({ log, port, ...scripted(() => answer.promise) })
    await one.engine.start(request(log, single))
    const followed = Array.fromAsync(one.engine.follow(arn, 0, new AbortController().signal))
    await settled()
    const [stops, appends] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    port.before = ({ name }) => (name === 'interrupt' ? stops.promise : undefined)
    port.after = ({ name }) => (name === 'append' ? appends.promise : undefined)

    const stop = one.engine.stop(arn)
    answer.resolve('late')
    await one.clock.advance(500)
    appends.reject(new StorageUnavailable('The connection broke.'))
    await settled()
    stops.resolve()
    await settled()

    expect([await stop, one.status]).toEqual([{ was: 'Succeeded' }, 'Succeeded'])
    expect(outline(await followed).at(-1)).toBe('ended Succeeded')
    expect(one.bugs).toEqual([])
  })

  it('that was never durable is forgotten with its process: the next one goes on', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const first = world({ log, port, ...scripted(hangs) })
    await first.engine.start(request(log, single))
    await settled()
    port.before = () => {
      throw new StorageUnavailable('The disk is full.', { reason: 'full' })
    }

    const stop = first.engine.stop(arn).catch((error: unknown) => error)
    await first.clock.advance(4_000)
    const told = await stop
    const second = world({ log, owner: 'second' })
    await second.engine.recover()
    await second.ended()

    expect(told).toMatchObject({ reason: 'full' })
    expect(second.events.filter(({ type }) => type === 'attempt')).toMatchObject([{ node: 'Ask', number: 2, cause: 'recovered' }])
    expect([second.status, second.model.calls.length]).toEqual(['Succeeded', 1])
  })

  it('invariant 11: whose first offer was taken without an answer is told to followers and proven', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port, ...scripted(hangs) })
    await one.engine.start(request(log, single))
    const followed = Array.fromAsync(one.engine.follow(arn, 0, new AbortController().signal))
    await settled()
    let unknown = true
    port.after = ({ name }) => {
      if (name === 'interrupt' && unknown) {
        unknown = false
        throw new StorageUnavailable('The connection broke.')
      }
    }

    const stop = one.engine.stop(arn)
    await one.clock.advance(1_000)

    expect(await stop).toEqual({ was: 'Aborted' })
    expect(outline(await followed).at(-1)).toBe('ended Aborted')
    expect(await one.executions.proof(arn)).toMatchObject({ state: 'complete', visits: [{ node: 'Ask', outcome: 'released' }] })
  })

  it('invariant 13: is proven with its visits also when the refused append is heard first', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port, ...scripted((call) => (call.prompt.startsWith('Ask0') ? 'quick' : hangs(call))) })
    const [appends, stops] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await one.engine.start(request(log, fan(2)))
    port.before = ({ name }) => (name === 'append' ? appends.promise : undefined)
    port.after = ({ name }) => (name === 'interrupt' ? stops.promise : undefined)
    await settled()

    const stop = one.engine.stop(arn)
    await settled()
    appends.resolve()
    await settled()
    stops.resolve()
    await stop
    await settled()

    expect(outline(one.events).at(-1)).toBe('ended Aborted')
    expect(await one.executions.proof(arn)).toMatchObject({ state: 'complete', visits: [{ node: 'Ask1', outcome: 'released' }] })
  })
})
