import { describe, expect, it } from 'vitest'
import { Fenced } from './event-log.ts'
import {
  abort,
  everyKind,
  flowInput,
  input,
  opening,
  read,
  running,
  stored,
  successor,
  type EventLogFixture,
} from './event-log-fixture.contract.ts'

/** Who may append, and what is kept. */
export const appendContract = (make: () => Promise<EventLogFixture>): void => {
  describe('append', () => {
    it('keeps every kind of event exactly as it was given', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      await fixture.eventLog.append(lease, 2, everyKind)

      expect(await read(fixture, start)).toEqual(stored([...opening, ...everyKind]))
    })

    it('takes the status from the last event', async () => {
      await using fixture = await make()
      const { lease } = await running(fixture, 'a')

      await fixture.eventLog.append(lease, 2, [input('A'), { type: 'ended', at: 1_007, status: 'Succeeded' }])

      expect(await fixture.executions.get(lease.executionArn)).toMatchObject({ status: 'Succeeded', endedAt: 1_007 })
    })

    it('refuses events after an end', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      await expect(fixture.eventLog.append(lease, 2, [{ type: 'ended', at: 1_007, status: 'Succeeded' }, input('A')])).rejects.toThrow(
        'follows the end',
      )
      expect(await read(fixture, start)).toEqual(stored(opening))
    })

    it.each([
      ['an older epoch', { epoch: 0 }, 2],
      ['a newer epoch', { epoch: 2 }, 2],
      ['a head that is not the last', {}, 1],
      ['a head that is not there yet', {}, 3],
    ])('is fenced with %s', async (_, stale, after) => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      const refused = fixture.eventLog.append({ ...lease, ...stale }, after, [input('A')])

      await expect(refused).rejects.toEqual(new Fenced({ epoch: 1, status: 'Running', last: { ...flowInput, sequence: 2 } }))
      expect(await read(fixture, start)).toEqual(stored(opening))
    })

    it('is fenced once the execution has ended, and says what stands there', async () => {
      await using fixture = await make()
      const { lease } = await running(fixture, 'a')
      await fixture.eventLog.interrupt(lease.executionArn, abort)

      const refused = await fixture.eventLog.append(lease, 3, [input('A')]).catch((error: unknown) => error)

      expect(refused).toBeInstanceOf(Fenced)
      const last = { type: 'ended', sequence: 3, at: 5_000, status: 'Aborted', cause: 'stop' }
      expect(refused).toMatchObject({ epoch: 1, status: 'Aborted', last })
    })

    it('lets the newest driver alone append after a take-over', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')
      const [taken] = await fixture.eventLog.takeOver(successor, { limit: 10 })

      const old = fixture.eventLog.append(lease, 2, [input('Old')])
      const fresh = fixture.eventLog.append({ executionArn: lease.executionArn, epoch: taken?.epoch ?? 0 }, 2, [input('New')])

      await expect(old).rejects.toBeInstanceOf(Fenced)
      await fresh
      expect(await read(fixture, start)).toEqual(stored([...opening, input('New')]))
    })

    it('leaves its neighbours alone when it is refused', async () => {
      await using fixture = await make()
      const first = await running(fixture, 'a')
      const second = await running(fixture, 'b')

      const outcomes = await Promise.allSettled([
        fixture.eventLog.append(first.lease, 2, [input('A')]),
        fixture.eventLog.append(second.lease, 9, [input('B')]),
        fixture.eventLog.append(first.lease, 3, [input('C')]),
      ])

      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await read(fixture, first.start)).toEqual(stored([...opening, input('A'), input('C')]))
      expect(await read(fixture, second.start)).toEqual(stored(opening))
    })

    it('lets one of many appends after the same head through', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => fixture.eventLog.append(lease, 2, [input(`N${i}`)])))

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await read(fixture, start)).toHaveLength(3)
    })

    it('is seen by every reader as soon as it is acknowledged', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')

      for (let after = 2; after < 52; after++) {
        await fixture.eventLog.append(lease, after, [input('A')])
        expect(await fixture.eventLog.read(start.executionArn, { after, limit: 1 })).toEqual([{ ...input('A'), sequence: after + 1 }])
      }
    })

    it('tells an execution that does not exist', async () => {
      await using fixture = await make()

      await expect(fixture.eventLog.append({ executionArn: 'nobody', epoch: 1 }, 0, [input('A')])).rejects.toThrow('nobody')
    })
  })
}
