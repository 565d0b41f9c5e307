import { describe, expect, it } from 'vitest'
import type { Lease } from './event-log.ts'
import { abort, opening, owner, running, startOf, successor, type EventLogFixture } from './event-log-fixture.contract.ts'

/** What nobody drives, and what is over its time. */
export const takeOverContract = (make: () => Promise<EventLogFixture>): void => {
  describe('takeOver', () => {
    it('hands out, page by page and once each, what is Running and not its own', async () => {
      await using fixture = await make()
      for (const name of ['a', 'b', 'c', 'd']) await running(fixture, name)
      await fixture.eventLog.create(startOf(fixture, 'mine'), opening, successor)
      await fixture.eventLog.interrupt(startOf(fixture, 'b').executionArn, abort)

      const pages = [
        await fixture.eventLog.takeOver(successor, { limit: 2 }),
        await fixture.eventLog.takeOver(successor, { limit: 2 }),
        await fixture.eventLog.takeOver(successor, { limit: 2 }),
      ]

      expect(pages.map((page) => page.length)).toEqual([2, 1, 0])
      const byArn = (a: Lease, b: Lease): number => (a.executionArn < b.executionArn ? -1 : 1)
      expect(pages.flat().toSorted(byArn)).toEqual(
        ['a', 'c', 'd'].map((name) => ({ executionArn: startOf(fixture, name).executionArn, epoch: 2, released: false })),
      )
    })

    it('tells what its last owner let go in order, until somebody drives it again', async () => {
      await using fixture = await make()
      const { lease } = await running(fixture, 'a')
      await fixture.eventLog.release(owner)

      expect(await fixture.eventLog.takeOver(successor, { limit: 10 })).toEqual([{ ...lease, epoch: 2, released: true }])
      expect(await fixture.eventLog.takeOver({ id: 'owner-3' }, { limit: 10 })).toEqual([{ ...lease, epoch: 3, released: false }])
    })
  })

  describe('takeOver, offered again', () => {
    it('answers also what its owner has taken, at its epoch, but not what it has created', async () => {
      await using fixture = await make()
      const first = await running(fixture, 'a')
      await fixture.eventLog.takeOver(successor, { limit: 10 })
      await fixture.eventLog.create(startOf(fixture, 'mine'), opening, successor)
      const second = await running(fixture, 'b')

      const taken = await fixture.eventLog.takeOver(successor, { limit: 1, again: true })

      const byArn = (a: Lease, b: Lease): number => (a.executionArn < b.executionArn ? -1 : 1)
      expect(taken.toSorted(byArn)).toEqual([first, second].map(({ lease }) => ({ ...lease, epoch: 2, released: false })))
      expect(await fixture.eventLog.takeOver(successor, { limit: 10 })).toEqual([])
    })

    it('answers what its owner has taken, and takes nothing, with a limit of 0', async () => {
      await using fixture = await make()
      const { lease } = await running(fixture, 'a')
      await fixture.eventLog.takeOver(successor, { limit: 10 })
      await running(fixture, 'b')

      expect(await fixture.eventLog.takeOver(successor, { limit: 0, again: true })).toEqual([{ ...lease, epoch: 2, released: false }])
      expect(await fixture.eventLog.takeOver(successor, { limit: 10 })).toHaveLength(1)
    })
  })

  describe('due', () => {
    it('names what is Running past its deadline, the longest past first', async () => {
      await using fixture = await make()
      const deadlines = { late: 3_000, later: 2_000, ended: 2_000, onTime: 9_000 }
      for (const [name, deadline] of Object.entries(deadlines))
        await fixture.eventLog.create({ ...startOf(fixture, name), deadline }, opening, owner)
      await fixture.eventLog.interrupt(startOf(fixture, 'ended').executionArn, abort)

      expect(await fixture.eventLog.due(3_000, 10)).toEqual(['later', 'late'].map((name) => startOf(fixture, name).executionArn))
      expect(await fixture.eventLog.due(3_000, 1)).toEqual([startOf(fixture, 'later').executionArn])
      expect(await fixture.eventLog.due(1_999, 10)).toEqual([])
    })
  })
}
