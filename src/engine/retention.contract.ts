import { describe, expect, it } from 'vitest'
import { abort, flowInput, read, running, startOf, opening, owner, type EventLogFixture } from './event-log-fixture.contract.ts'

/** `abort` ends at this time. */
const ended = abort.at

/** What every implementation of `Executions` forgets. */
export const retentionContract = (make: () => Promise<EventLogFixture>): void => {
  const end = async (fixture: EventLogFixture, name: string): Promise<string> => {
    const { start } = await running(fixture, name)
    await fixture.eventLog.interrupt(start.executionArn, abort)
    return start.executionArn
  }

  const retireAll = async ({ executions }: EventLogFixture, endedBefore: { async: number; invoke: number }, rows = 100): Promise<void> => {
    for (let steps = 0; (await executions.retire(endedBefore, rows)) > 0; steps++) if (steps > 1_000) throw new Error('It has no end')
  }

  describe('retention', () => {
    it('forgets what ended before, with its events and its proof', async () => {
      await using fixture = await make()
      const old = await end(fixture, 'old')
      const { start: young } = await running(fixture, 'young')
      await fixture.eventLog.interrupt(young.executionArn, { ...abort, at: ended + 1 })
      const { start: alive } = await running(fixture, 'alive')

      await retireAll(fixture, { async: ended + 1, invoke: 0 })

      const { executions, target } = fixture
      expect(await executions.get(old)).toBeUndefined()
      expect(await executions.proof(old)).toBeUndefined()
      expect(await read(fixture, startOf(fixture, 'old'))).toEqual([])
      expect(await executions.get(young.executionArn)).toMatchObject({ status: 'Aborted' })
      expect(await executions.get(alive.executionArn)).toMatchObject({ status: 'Running' })
      const { items } = await executions.list({ account: target.account, region: target.region, limit: 10 })
      expect(items.map(({ name }) => name)).toEqual(['alive', 'young'])
    })

    it('has a time of its own for each kind', async () => {
      await using fixture = await make()
      const asynchronous = await end(fixture, 'async')
      const start = { ...startOf(fixture, 'invoke'), kind: 'invoke' } as const
      await fixture.eventLog.create(start, opening, owner)
      await fixture.eventLog.interrupt(start.executionArn, abort)

      await retireAll(fixture, { async: 0, invoke: ended + 1 })

      expect(await fixture.executions.get(start.executionArn)).toBeUndefined()
      expect(await fixture.executions.get(asynchronous)).toMatchObject({ name: 'async' })
    })

    it('is a step at a time, from the first of which on nobody finds it and its name is free', async () => {
      await using fixture = await make()
      const { start, lease } = await running(fixture, 'long')
      await fixture.eventLog.append(
        lease,
        2,
        Array.from({ length: 10 }, () => flowInput),
      )
      await fixture.eventLog.interrupt(start.executionArn, abort)
      const endedBefore = { async: ended + 1, invoke: ended + 1 }

      await fixture.executions.retire(endedBefore, 3)

      expect(await fixture.executions.get(start.executionArn)).toBeUndefined()
      expect(await read(fixture, start)).toEqual([])
      const again = await running(fixture, 'long')
      await retireAll(fixture, endedBefore, 3)
      expect(await fixture.executions.get(again.start.executionArn)).toMatchObject({ status: 'Running' })
      expect(await read(fixture, again.start)).toHaveLength(2)
    })
  })
}
