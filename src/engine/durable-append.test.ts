import { describe, expect, it } from 'vitest'
import { single } from '../../test/definitions.ts'
import { FaultyLog } from '../../test/fakes.ts'
import { ManualClock, settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { started } from '../../test/engine/pure-run.ts'
import { arn, outline, request } from '../../test/engine/world.ts'
import { appendDurably, offered } from './durable-append.ts'
import { Fenced, StorageUnavailable } from './event-log.ts'
import type { StoredEvent } from './event.ts'

const first: readonly StoredEvent[] = [
  { ...started, sequence: 1, at: 1 },
  { type: 'flowInput', node: 'Start', document: 'tea', sequence: 2, at: 1 },
]
const batch: readonly StoredEvent[] = [{ type: 'nodeOutput', node: 'Start', path: '', outputs: { document: 'tea' }, sequence: 3, at: 2 }]

/** A log of two events, and an append of the third that may be disturbed. */
const scene = async () => {
  const log = new MemoryEventLog()
  const port = new FaultyLog(log)
  const clock = new ManualClock()
  const controller = new AbortController()
  const refusals: StorageUnavailable[] = []
  await log.create({ ...request(log, single), deadline: 1e15 }, first, { id: 'first' })
  const lease = { executionArn: arn, epoch: 1 }
  const patience = { clock, signal: controller.signal, onUnavailable: (error: StorageUnavailable) => refusals.push(error) }
  return { log, port, clock, controller, refusals, append: () => appendDurably(port, { lease, batch, patience }) }
}

const unavailable = new StorageUnavailable('The disk is full.')

describe('a durable append', () => {
  it('invariant 10: is offered again, with pauses from 50 ms to 5 s, until the storage takes it', async () => {
    const { log, port, clock, refusals, append } = await scene()
    const offeredAt: number[] = []
    port.before = () => {
      offeredAt.push(clock.monotonic())
      if (offeredAt.length <= 9) throw unavailable
    }

    const appended = append()
    await clock.advance(60_000)
    await appended

    expect(offeredAt).toEqual([0, 50, 150, 350, 750, 1550, 3150, 6350, 11350, 16350])
    expect(refusals).toHaveLength(9)
    expect(log.events(arn)).toEqual([...first, ...batch])
  })

  it('invariant 10: that was taken without an answer is not written a second time', async () => {
    const { log, port, clock, append } = await scene()
    port.after = () => {
      if (port.writes === 1) throw unavailable
    }

    const appended = append()
    await clock.advance(1_000)
    await appended

    expect(port.writes).toBe(2)
    expect(log.events(arn)).toEqual([...first, ...batch])
  })

  it.each([
    ['reached the log', 'after', ['started', 'flowInput Start', 'nodeOutput Start', 'ended Aborted']],
    ['was lost', 'before', ['started', 'flowInput Start', 'ended Aborted']],
  ] as const)('invariant 10: that %s before an interrupt is refused, though the head has its number', async (_, moment, expected) => {
    const { log, port, clock, append } = await scene()
    port[moment] = () => {
      if (port.writes === 1) throw unavailable
    }

    const appended = append().catch((error: unknown) => error)
    await settled()
    await log.interrupt(arn, { status: 'Aborted', cause: 'stop', at: 5 })
    await clock.advance(1_000)

    expect(await appended).toBeInstanceOf(Fenced)
    expect(outline(log.events(arn))).toEqual(expected)
  })

  it('invariant 10: that was taken without an answer is refused once another driver has the execution', async () => {
    const { log, port, clock, append } = await scene()
    port.after = () => {
      if (port.writes === 1) throw unavailable
    }

    const appended = append().catch((error: unknown) => error)
    await settled()
    await log.takeOver({ id: 'second' }, { limit: 10 })
    await clock.advance(1_000)

    expect(await appended).toMatchObject({ name: 'Fenced', epoch: 2, last: batch[0] })
  })

  it('invariant 10: a first refusal is believed, though the head equals the batch', async () => {
    const { log, append } = await scene()
    await log.append({ executionArn: arn, epoch: 1 }, 2, batch)

    await expect(append()).rejects.toBeInstanceOf(Fenced)
  })

  it('stops offering once the execution is stopped', async () => {
    const { port, clock, controller, append } = await scene()
    port.before = () => {
      throw unavailable
    }

    const appended = append().catch((error: unknown) => error)
    await settled()
    controller.abort(new Error('stopped'))
    await clock.advance(60_000)

    expect(await appended).toEqual(new Error('stopped'))
    expect(port.writes).toBe(1)
  })

  it('offers nothing at all once the execution is stopped', async () => {
    const { port, controller, append } = await scene()
    controller.abort(new Error('stopped'))

    await expect(append()).rejects.toEqual(new Error('stopped'))
    expect(port.writes).toBe(0)
  })

  it('leaves any other failure to the caller at once', async () => {
    const bug = new TypeError('no')

    await expect(offered(() => Promise.reject(bug), { clock: new ManualClock(), signal: new AbortController().signal })).rejects.toBe(bug)
  })
})
