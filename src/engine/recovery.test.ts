import { describe, expect, it } from 'vitest'
import { compiled, fan, single } from '../../test/definitions.ts'
import { FaultyLog, hangs, ScriptedModel } from '../../test/fakes.ts'
import { settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { PureRun } from '../../test/engine/pure-run.ts'
import { arn, limits, outline, request, World, world } from '../../test/engine/world.ts'
import { StorageUnavailable } from './event-log.ts'
import { attempts } from './recovery.ts'

describe('recovery', () => {
  it('invariant 16: begins every visit in flight again, after its attempt is recorded', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, fan(2)))
    await settled()
    const second = world({ log, owner: 'second' })

    await second.engine.recover()
    await second.ended()

    const attempt = { type: 'attempt', path: '', number: 2, cause: 'recovered' }
    expect(second.events.slice(5, 7)).toMatchObject([
      { ...attempt, node: 'Ask0' },
      { ...attempt, node: 'Ask1' },
    ])
    expect([second.status, second.model.prompts]).toEqual(['Succeeded', ['Ask0 tea', 'Ask1 tea']])
  })

  it('invariant 16: of one whose time was over meanwhile ends it TimedOut', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single, { limits: { ...limits, executionMs: 60_000 } }))
    await settled()
    await first.clock.advance(60_000)
    const second = new World({ log, clock: first.clock, owner: 'second' })

    await second.engine.recover()

    expect(second.status).toBe('TimedOut')
    expect(second.model.calls).toEqual([])
  })

  it('invariant 16: of one that a caller waited for ends it Aborted', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single, { kind: 'invoke' }))
    await settled()
    const second = world({ log, owner: 'second' })

    await second.engine.recover()

    expect(second.events.at(-1)).toMatchObject({ type: 'ended', status: 'Aborted', cause: 'the caller went with the server' })
    expect(second.model.calls).toEqual([])
  })

  it('invariant 16: of one that outlives its caller goes on with it', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single, { kind: 'invoke' }))
    await settled()
    const second = world({ log, owner: 'second', invokeOutlivesCaller: true })

    await second.engine.recover()
    await second.ended()

    expect(second.status).toBe('Succeeded')
  })

  it('invariant 16: a visit that was cut off five times is not begun a sixth', async () => {
    const log = new MemoryEventLog()
    const processes = Array.from({ length: 7 }, (_, life) => world({ log, owner: `life ${life}`, model: new ScriptedModel(hangs) }))
    await processes[0]?.engine.start(request(log, single))
    for (const process of processes.slice(1)) {
      await settled()
      await process.engine.recover()
    }
    await settled()

    expect(processes.map(({ model }) => model.calls.length)).toEqual([1, 1, 1, 1, 1, 1, 0])
    const message = 'Node Ask was cut off 5 times by an end of the server and is not begun again.'
    expect(log.events(arn).slice(-3)).toMatchObject([
      { type: 'nodeFailure', node: 'Ask', code: 'INTERNAL_SERVER', message },
      { type: 'flowFailure', code: 'NODE_EXECUTION_FAILED' },
      { type: 'ended', status: 'Failed', error: { nodeName: 'Ask', message } },
    ])
  })

  it('invariant 16: an orderly release in between starts the count anew', () => {
    const run = new PureRun(compiled(single), 'tea')
    run.decideAll()

    for (const cause of ['recovered', 'recovered', 'recovered', 'recovered', 'resumed', 'recovered', 'recovered'] as const) {
      for (const { events } of attempts(run.state, cause)) run.record(events)
    }

    expect(run.state.inFlight.get('Ask')).toMatchObject({ attempt: 8, recoveries: 2 })
    expect(run.state.failure).toBeUndefined()
  })

  it('invariant 13: a proof that a dead process left open says that the visits ended with it', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single))
    await settled()
    const visits = [
      {
        node: 'Ask',
        path: '',
        attempt: 1,
        outcome: 'not released' as const,
        tokensBefore: 3,
        tokensAfter: 0,
        bytesBefore: 0,
        bytesAfter: 0,
      },
    ]
    await log.interrupt(arn, { status: 'Aborted', cause: 'stop', at: 7, visits })

    const second = world({ log, owner: 'second' })
    await second.engine.recover()

    expect(await second.executions.proof(arn)).toEqual({
      requestedAt: 7,
      cause: 'stop',
      state: 'complete',
      visits: [{ ...visits[0], outcome: 'ended with the process' }],
    })
  })

  it('goes on with what another process took and this one took back, though its own loop has not noticed', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel((call) => (first.model.calls.length === 1 ? hangs(call) : 'answer')) })
    await first.engine.start(request(log, single))
    const second = world({ log, model: new ScriptedModel(hangs), owner: 'second' })
    await second.engine.recover()

    await first.engine.recover()
    await first.ended()

    expect(first.status).toBe('Succeeded')
    expect(first.model.calls.map(({ options }) => options.signal.aborted)).toEqual([true, false])
    expect([...first.bugs, ...second.bugs]).toEqual([])
  })

  it('drives what a take-over has taken whose answer was lost', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single))
    const port = new FaultyLog(log)
    let losses = 0
    port.after = ({ name }) => {
      if (name === 'takeOver' && losses++ === 0) throw new StorageUnavailable('The answer was lost.')
    }
    const second = world({ log, port, owner: 'second' })

    const recovered = second.engine.recover()
    await second.clock.advance(1_000)
    await recovered
    await settled()

    expect(second.status).toBe('Succeeded')
    expect(second.refusals).toBe(1)
  })

  it('drives what a take-over takes long after it was refused', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    let refusals = 0
    port.before = ({ name }) => {
      if (name === 'takeOver' && refusals++ === 0) throw new StorageUnavailable('The connection was lost.')
    }
    const second = world({ log, port, owner: 'second' })
    const recovered = second.engine.recover()
    await second.clock.advance(1_000)
    await recovered
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single))
    await settled()

    await log.takeOver({ id: 'second' }, { limit: 10 }) // the one that was refused
    await second.clock.advance(2_000)

    expect(second.status).toBe('Succeeded')
    expect(second.bugs).toEqual([])
  })

  it('leaves an execution alone that was stopped before it was read', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(hangs) })
    await first.engine.start(request(log, single))
    await settled()
    const second = world({ log, owner: 'second' })

    const [, answer] = await Promise.all([second.engine.recover(), second.engine.stop(arn)])
    await settled()

    expect(answer).toMatchObject({ was: 'Running' })
    expect(outline(second.events).at(-1)).toBe('ended Aborted')
    expect([second.model.calls, second.bugs]).toEqual([[], []])
  })
})
