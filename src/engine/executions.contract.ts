import { describe, expect, it } from 'vitest'
import type { ExecutionStart } from './event-log.ts'
import { opening, visit } from './event-log-fixture.contract.ts'
import type { EventLogFixture } from './event-log-fixture.contract.ts'
import type { ExecutionQuery } from './executions.ts'
import type { VisitRelease } from './stop-proof.ts'

/** What every implementation of `Executions` answers. */
export const executionsContract = (make: () => Promise<EventLogFixture>): void => {
  describe('list', () => {
    it('shows the newest first, page by page', async () => {
      await using fixture = await make()
      for (const name of ['a', 'b', 'c']) await create(fixture, { name })

      const first = await fixture.executions.list({ ...partition(fixture), limit: 2 })
      const second = await fixture.executions.list({ ...partition(fixture), limit: 2, after: first.next ?? '' })

      expect(first.items.map(({ name }) => name)).toEqual(['c', 'b'])
      expect(second).toEqual({ items: [await fixture.executions.get(arn('a'))] })
    })

    it('has no next page when the last one is just full', async () => {
      await using fixture = await make()
      for (const name of ['a', 'b']) await create(fixture, { name })

      expect(await fixture.executions.list({ ...partition(fixture), limit: 2 })).not.toHaveProperty('next')
    })

    it.each<[string, Partial<ExecutionQuery>, string[]]>([
      ['nothing', {}, ['c', 'b', 'a']],
      ['a kind', { kind: 'async' }, ['c', 'a']],
      ['a status', { status: 'Running' }, ['c', 'b']],
      ['a kind and a status', { kind: 'async', status: 'Aborted' }, ['a']],
      ['another flow', { flowId: 'OTHERFLOW0' }, []],
      ['another alias', { aliasId: 'OTHERALIAS' }, []],
      ['another account', { account: '999999999999' }, []],
      ['another region', { region: 'eu-west-1' }, []],
    ])('is narrowed by %s', async (_, narrow, names) => {
      await using fixture = await make()
      await create(fixture, { name: 'a' })
      await create(fixture, { name: 'b', kind: 'invoke' })
      await create(fixture, { name: 'c' })
      await fixture.eventLog.interrupt(arn('a'), { status: 'Aborted', cause: 'stop', at: 5 })
      const { flowId, aliasId } = fixture.target

      const { items } = await fixture.executions.list({ ...partition(fixture), flowId, aliasId, limit: 10, ...narrow })

      expect(items.map(({ name }) => name)).toEqual(names)
    })

    it.each(['', 'x', '-1', '1e3', '99999999999999999999'])('refuses to go on after %j', async (after) => {
      await using fixture = await make()

      await expect(fixture.executions.list({ ...partition(fixture), limit: 2, after })).rejects.toMatchObject({
        name: 'ValidationException',
      })
    })
  })

  describe('proofs', () => {
    it('are saved over the open one', async () => {
      await using fixture = await make()
      await create(fixture, { name: 'a' })
      await fixture.eventLog.interrupt(arn('a'), { status: 'Aborted', cause: 'stop', at: 5 })
      const proof = { requestedAt: 5, cause: 'stop', state: 'complete', visits: [released] } as const

      await fixture.executions.saveProof(arn('a'), proof)

      expect(await fixture.executions.proof(arn('a'))).toEqual(proof)
    })

    it('belong to an execution', async () => {
      await using fixture = await make()

      expect(await fixture.executions.proof('nobody')).toBeUndefined()
      const proof = { requestedAt: 5, cause: 'stop', state: 'complete', visits: [] } as const
      await expect(fixture.executions.saveProof('nobody', proof)).rejects.toThrow('nobody')
    })

    it('are closed when their process is gone, in steps', async () => {
      await using fixture = await make()
      for (const name of ['a', 'b', 'c']) {
        await create(fixture, { name })
        await fixture.eventLog.interrupt(arn(name), {
          status: 'Aborted',
          cause: 'stop',
          at: 5,
          visits: name === 'a' ? [visit, released] : [],
        })
      }
      await fixture.executions.saveProof(arn('c'), { requestedAt: 5, cause: 'stop', state: 'complete', visits: [visit] })

      expect(await fixture.executions.closeProofs(owner, 10)).toBe(0)
      const closed = [await fixture.executions.closeProofs({ id: 'next' }, 1), await fixture.executions.closeProofs({ id: 'next' }, 10)]

      expect(closed).toEqual([1, 1])
      expect(await fixture.executions.proof(arn('a'))).toEqual({
        requestedAt: 5,
        cause: 'stop',
        state: 'complete',
        visits: [{ ...visit, outcome: 'ended with the process' }, released],
      })
      expect(await fixture.executions.proof(arn('b'))).toEqual({ requestedAt: 5, cause: 'stop', state: 'complete', visits: [] })
      expect(await fixture.executions.proof(arn('c'))).toMatchObject({ visits: [visit] })
      expect(await fixture.executions.closeProofs({ id: 'next' }, 10)).toBe(0)
    })
  })
}

const owner = { id: 'owner-1' }
const arn = (name: string): string => `arn:execution/${name}`
const partition = ({ target: { account, region } }: EventLogFixture) => ({ account, region })

const create = async ({ eventLog, target }: EventLogFixture, start: { name: string } & Partial<ExecutionStart>): Promise<void> => {
  const executionArn = arn(start.name)
  const all: ExecutionStart = { ...target, executionArn, kind: 'async', deadline: 90_000, startToken: start.name, quota: 100, ...start }
  expect(await eventLog.create(all, opening, owner)).toHaveProperty('lease')
}

const released: VisitRelease = { ...visit, node: 'B', outcome: 'released', signalledAfterMs: 0.25, releasedAfterMs: 1.5 }
