import { describe, expect, it } from 'vitest'
import type { End } from './event-log.ts'
import type { ExecutionEvent } from './event.ts'
import { abort, input, opening, read, running, stored, visit, type EventLogFixture } from './event-log-fixture.contract.ts'

/** How an execution is ended from outside, once. */
export const interruptContract = (make: () => Promise<EventLogFixture>): void => {
  describe('interrupt', () => {
    it('writes the end, the status and an open proof at once', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')
      const end: End = { ...abort, error: { message: 'too late' }, visits: [visit] }

      expect(await fixture.eventLog.interrupt(lease.executionArn, end)).toEqual({ was: 'Running', sequence: 3, endedAt: 5_000 })

      const ended: ExecutionEvent = { type: 'ended', at: 5_000, status: 'Aborted', cause: 'stop', error: { message: 'too late' } }
      expect(await read(fixture, start)).toEqual(stored([...opening, ended]))
      expect(await fixture.executions.get(lease.executionArn)).toMatchObject({
        status: 'Aborted',
        endedAt: 5_000,
        cause: 'stop',
        error: { message: 'too late' },
      })
      expect(await fixture.executions.proof(lease.executionArn)).toEqual({
        requestedAt: 5_000,
        cause: 'stop',
        state: 'open',
        visits: [visit],
      })
    })

    it('is not earlier than the last event', async () => {
      await using fixture = await make()
      const { lease } = await running(fixture, 'a')

      expect(await fixture.eventLog.interrupt(lease.executionArn, { ...abort, at: 7 })).toEqual({
        was: 'Running',
        sequence: 3,
        endedAt: 1_001,
      })
      expect(await fixture.executions.proof(lease.executionArn)).toEqual({ requestedAt: 7, cause: 'stop', state: 'open', visits: [] })
    })

    it('changes nothing once the execution has ended, and says how', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')
      await fixture.eventLog.append(lease, 2, [{ type: 'ended', at: 1_007, status: 'Succeeded' }])

      expect(await fixture.eventLog.interrupt(lease.executionArn, abort)).toEqual({ was: 'Succeeded' })

      expect(await read(fixture, start)).toHaveLength(3)
      expect(await fixture.executions.proof(lease.executionArn)).toBeUndefined()
      expect(await fixture.executions.get(lease.executionArn)).toMatchObject({ status: 'Succeeded', endedAt: 1_007 })
    })

    it('knows no execution that does not exist', async () => {
      await using fixture = await make()

      expect(await fixture.eventLog.interrupt('nobody', abort)).toBeUndefined()
    })

    it('wins over an append that comes after it, also when both share a commit', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      const [interrupted, appended] = await Promise.allSettled([
        fixture.eventLog.interrupt(lease.executionArn, abort),
        fixture.eventLog.append(lease, 2, [input('A')]),
      ])

      expect(interrupted).toMatchObject({ value: { was: 'Running', sequence: 3 } })
      expect(appended.status).toBe('rejected')
      expect((await read(fixture, start)).map(({ type }) => type)).toEqual(['started', 'flowInput', 'ended'])
    })

    it('follows an append that comes before it', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      const [appended, interrupted] = await Promise.allSettled([
        fixture.eventLog.append(lease, 2, [input('A')]),
        fixture.eventLog.interrupt(lease.executionArn, abort),
      ])

      expect(appended.status).toBe('fulfilled')
      expect(interrupted).toMatchObject({ value: { was: 'Running', sequence: 4 } })
      expect((await read(fixture, start)).map(({ type }) => type)).toEqual(['started', 'flowInput', 'nodeInput', 'ended'])
    })

    it('happens once when many ask for it', async () => {
      await using fixture = await make()
      const { lease } = await running(fixture, 'a')

      const found = await Promise.all(Array.from({ length: 10 }, () => fixture.eventLog.interrupt(lease.executionArn, abort)))

      expect(found.filter((one) => one?.was === 'Running')).toHaveLength(1)
      expect(found.filter((one) => one?.was === 'Aborted')).toHaveLength(9)
    })
  })
}
