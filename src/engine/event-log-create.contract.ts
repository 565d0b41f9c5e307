import { describe, expect, it } from 'vitest'
import type { Created } from './event-log.ts'
import { abort, opening, owner, read, startOf, stored, successor, type EventLogFixture } from './event-log-fixture.contract.ts'

/** How an execution begins, once. */
export const createContract = (make: () => Promise<EventLogFixture>): void => {
  describe('create', () => {
    it('keeps the first events and the record of the execution', async () => {
      await using fixture = await make()
      const start = startOf(fixture, 'a')

      const created = await fixture.eventLog.create(start, opening, owner)

      expect(created).toEqual({ lease: { executionArn: start.executionArn, epoch: 1 } })
      expect(await read(fixture, start)).toEqual(stored(opening))
      const { quota: _, startToken: __, ...record } = start
      expect(await fixture.executions.get(start.executionArn)).toEqual({ ...record, status: 'Running', startedAt: 1_000 })
    })

    it('keeps an execution whose first events end it', async () => {
      await using fixture = await make()
      const start = startOf(fixture, 'a')

      await fixture.eventLog.create(start, [...opening, { type: 'ended', at: 1_002, status: 'Failed', error: { message: 'wrong' } }], owner)

      expect(await fixture.executions.get(start.executionArn)).toMatchObject({
        status: 'Failed',
        endedAt: 1_002,
        error: { message: 'wrong' },
      })
    })

    it('refuses a name that another execution of the alias has, of either kind, also once that has ended', async () => {
      await using fixture = await make()
      await fixture.eventLog.create(startOf(fixture, 'a'), opening, owner)
      await fixture.eventLog.interrupt(startOf(fixture, 'a').executionArn, abort)

      const again = await fixture.eventLog.create({ ...startOf(fixture, 'a'), kind: 'invoke', startToken: 'other' }, opening, owner)

      expect(again).toEqual({ refused: 'name' })
      expect(await fixture.executions.get(startOf(fixture, 'a').executionArn)).toMatchObject({ kind: 'async', status: 'Aborted' })
    })

    it('refuses when the alias does not lead to this definition any more', async () => {
      await using fixture = await make()
      const other = { ...startOf(fixture, 'a'), definitionHash: 'another' }
      const version = { ...startOf(fixture, 'a'), flowVersion: '7' }

      expect(await fixture.eventLog.create(other, opening, owner)).toEqual({ refused: 'alias' })
      expect(await fixture.eventLog.create(version, opening, owner)).toEqual({ refused: 'alias' })
      await fixture.unprepare()
      expect(await fixture.eventLog.create(startOf(fixture, 'a'), opening, owner)).toEqual({ refused: 'alias' })
    })

    it.each(['account', 'region', 'flowId', 'aliasId'] as const)('finds no alias under another %s', async (member) => {
      await using fixture = await make()

      expect(await fixture.eventLog.create({ ...startOf(fixture, 'a'), [member]: 'OTHER' }, opening, owner)).toEqual({ refused: 'alias' })
    })

    it('counts only Running async executions towards the quota', async () => {
      await using fixture = await make()
      const create = (name: string, kind: 'async' | 'invoke'): Promise<Created> =>
        fixture.eventLog.create({ ...startOf(fixture, name), kind, quota: 2 }, opening, owner)
      await create('a', 'async')
      await create('b', 'invoke')
      await create('c', 'async')

      expect(await create('d', 'async')).toEqual({ refused: 'quota' })
      expect(await create('e', 'invoke')).toHaveProperty('lease')
      await fixture.eventLog.interrupt(startOf(fixture, 'a').executionArn, abort)
      expect(await create('f', 'async')).toHaveProperty('lease')
    })

    it('keeps the quota when creates race', async () => {
      await using fixture = await make()

      const created = await Promise.all(
        Array.from({ length: 20 }, (_, i) => fixture.eventLog.create({ ...startOf(fixture, `r${i}`), quota: 5 }, opening, owner)),
      )

      expect(created.filter((one) => 'lease' in one)).toHaveLength(5)
    })

    it('answers a known start token with its execution, and with its lease only while this owner has it at its first epoch', async () => {
      await using fixture = await make()
      const start = startOf(fixture, 'a')
      const { executionArn } = start
      const retry = (by: { id: string }): Promise<Created> =>
        fixture.eventLog.create({ ...start, name: 'other', executionArn: 'other' }, opening, by)
      await fixture.eventLog.create(start, opening, owner)

      expect(await retry(owner)).toEqual({ existing: executionArn, lease: { executionArn, epoch: 1 } })
      expect(await retry(successor)).toEqual({ existing: executionArn })
      await fixture.eventLog.takeOver(successor, { limit: 10 })
      expect(await retry(successor)).toEqual({ existing: executionArn })
    })

    it('answers a known start token without a lease once its execution has ended, also when nothing leads to its flow', async () => {
      await using fixture = await make()
      const start = startOf(fixture, 'a')
      await fixture.eventLog.create(start, opening, owner)
      await fixture.eventLog.interrupt(start.executionArn, abort)
      await fixture.unprepare()

      expect(await fixture.eventLog.create(start, opening, owner)).toEqual({ existing: start.executionArn })
    })

    it('makes one execution of two creates with one token at once', async () => {
      await using fixture = await make()
      const start = startOf(fixture, 'a')

      const created = await Promise.all([fixture.eventLog.create(start, opening, owner), fixture.eventLog.create(start, opening, owner)])

      const lease = { executionArn: start.executionArn, epoch: 1 }
      expect(created).toEqual([{ lease }, { existing: start.executionArn, lease }])
      expect(await read(fixture, start)).toEqual(stored(opening))
    })
  })
}
