import { describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../src/engine/event-log.ts'
import { single } from '../definitions.ts'
import type { Script } from '../fakes.ts'
import { FaultyLog, hangs, ScriptedModel } from '../fakes.ts'
import { settled } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { arn, request, world } from './world.ts'

const scripted = (script: Script) => ({ model: new ScriptedModel(script) })

describe('a start', () => {
  it('invariant 20: with a known token answers the first execution, while it is under way, while it runs and afterwards', async () => {
    const one = world(scripted(hangs))
    const again = { executionArn: `${arn}2`, name: 'run2' }

    const both = await Promise.all([one.engine.start(request(one.log, single)), one.engine.start(request(one.log, single, again))])
    const running = await one.engine.start(request(one.log, single, again))
    await one.engine.stop(arn)
    const ended = await one.engine.start(request(one.log, single, again))
    await settled()

    const lease = { executionArn: arn, epoch: 1 }
    expect(both).toEqual([{ lease }, { existing: arn }])
    expect(running).toEqual({ existing: arn, lease })
    expect(ended).toEqual({ existing: arn })
    expect(one.model.calls).toHaveLength(1)
    expect([...one.log.rows.keys()]).toEqual([arn])
  })

  it('invariant 20: of another account with the same token is another start', async () => {
    const one = world()
    const other = { executionArn: `${arn}2`, name: 'run2', account: '111111111111' }

    const both = await Promise.all([one.engine.start(request(one.log, single)), one.engine.start(request(one.log, single, other))])

    expect(both).toEqual([{ lease: { executionArn: arn, epoch: 1 } }, { lease: { executionArn: `${arn}2`, epoch: 1 } }])
  })

  it('whose create was taken without an answer is driven, once', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port })
    port.after = ({ write }) => {
      if (write === 1) throw new StorageUnavailable('The connection broke.')
    }

    const start = one.engine.start(request(log, single))
    await one.clock.advance(1_000)

    expect(await start).toEqual({ existing: arn, lease: { executionArn: arn, epoch: 1 } })
    expect(one.status).toBe('Succeeded')
    expect(one.model.calls).toHaveLength(1)
  })

  it('that the storage does not take in time answers so, as does its retry; it is still taken, and that is no bug', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port })
    let full = true
    port.before = () => {
      if (full) throw new StorageUnavailable('The disk is full.', { reason: 'full' })
    }

    const starts = Promise.allSettled([one.engine.start(request(log, single)), one.engine.start(request(log, single))])
    await one.clock.advance(4_000)
    const reason = { name: 'StorageUnavailable', reason: 'full' }
    expect(await starts).toMatchObject([{ reason }, { reason }])
    full = false
    await one.clock.advance(10_000)

    expect(one.status).toBe('Succeeded')
    expect(one.bugs).toEqual([])
  })

  it('that the storage takes too late for a caller who waits for its stream is ended again', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port, model: new ScriptedModel(hangs) })
    let full = true
    port.before = () => {
      if (full) throw new StorageUnavailable('The disk is full.', { reason: 'full' })
    }

    const start = one.engine.start(request(log, single, { kind: 'invoke' })).catch((error: unknown) => error)
    await one.clock.advance(4_000)
    expect(await start).toMatchObject({ name: 'StorageUnavailable', reason: 'full' })
    full = false
    await one.clock.advance(10_000)

    expect(one.events.at(-1)).toMatchObject({ type: 'ended', status: 'Aborted', cause: 'the caller has gone' })
    expect(one.model.inFlight).toBe(0)
  })

  it('is refused at once, and never happens, while the storage has refused for a while', async () => {
    let refusal: StorageUnavailable | undefined = new StorageUnavailable('The disk is full.', { reason: 'full' })
    const one = world({ refusal: () => refusal })

    await expect(one.engine.start(request(one.log, single))).rejects.toBe(refusal)
    refusal = undefined
    await one.clock.advance(10_000)

    expect(one.log.rows.size).toBe(0)
    expect(await one.engine.start(request(one.log, single))).toEqual({ lease: { executionArn: arn, epoch: 1 } })
  })

  it.each([
    ['name', { startToken: 'other' }],
    ['quota', { startToken: 'other', name: 'run2', executionArn: `${arn}2`, quota: 1 }],
  ] as const)('that is refused (%s) runs nothing', async (refused, changes) => {
    const one = world(scripted(hangs))
    await one.engine.start(request(one.log, single))
    await settled()

    expect(await one.engine.start(request(one.log, single, changes))).toEqual({ refused })
    await settled()
    expect(one.model.calls).toHaveLength(1)
  })
})
