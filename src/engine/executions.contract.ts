import { describe, expect, it } from 'vitest'
import type { ExecutionStart } from './event-log.ts'
import { visit } from './event-log-fixture.contract.ts'
import type { EventLogFixture } from './event-log-fixture.contract.ts'
import type { ExecutionEvent } from './event.ts'
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

  describe('summary', () => {
    it('counts the visits of each node and the tokens of each model', async () => {
      await using fixture = await make()
      await create(fixture, { name: 'a' })
      await create(fixture, { name: 'other' })
      const lease = { executionArn: arn('a'), epoch: 1 }
      await fixture.eventLog.append({ ...lease, executionArn: arn('other') }, 1, [action('One', 'm1', 100)])
      await fixture.eventLog.append(lease, 1, [
        output('Start', ''),
        begun('One', ''),
        action('One', 'm1', 3),
        action('One', 'm2', 5),
        output('One', ''),
        begun('Two', 'Each:0'),
        begun('Two', 'Each:1'),
        begun('Two', 'Each:2'),
        { ...again('Two', 'Each:2'), cause: 'retry', error: { code: 'BAD_GATEWAY', message: 'm' }, notBefore: at },
        { ...again('Two', 'Each:0'), cause: 'recovered' },
        action('Two', 'm1', 4),
        output('Two', 'Each:1'),
        { type: 'nodeFailure', at, node: 'Two', path: 'Each:2', code: 'BAD_GATEWAY', message: 'm' },
        { type: 'nodeAction', at, node: 'Two', path: '', action: { ...call, operationName: 'PutObject' } },
      ])
      const usage = [
        { modelId: 'm1', inputTokens: 7, outputTokens: 14, totalTokens: 21 },
        { modelId: 'm2', inputTokens: 5, outputTokens: 10, totalTokens: 15 },
      ]
      const [start, one] = [
        { node: 'Start', done: 1, running: 0, failed: 0, retries: 0 },
        { node: 'One', done: 1, running: 0, failed: 0, retries: 0 },
      ]

      expect(await fixture.executions.summary(arn('a'))).toEqual({
        nodes: [start, one, { node: 'Two', done: 1, running: 1, failed: 1, retries: 1 }],
        usage,
      })
      await fixture.eventLog.interrupt(arn('a'), { status: 'Aborted', cause: 'stop', at: 5 })
      expect(await fixture.executions.summary(arn('a'))).toEqual({
        nodes: [start, one, { node: 'Two', done: 1, running: 0, failed: 1, retries: 1 }],
        usage,
      })
    })

    it('is empty for an execution that does not exist', async () => {
      await using fixture = await make()

      expect(await fixture.executions.summary('nobody')).toEqual({ nodes: [], usage: [] })
    })
  })
}

const owner = { id: 'owner-1' }
const at = 1_000
const arn = (name: string): string => `arn:execution/${name}`
const partition = ({ target: { account, region } }: EventLogFixture) => ({ account, region })

const create = async ({ eventLog, target }: EventLogFixture, start: { name: string } & Partial<ExecutionStart>): Promise<void> => {
  const executionArn = arn(start.name)
  const all: ExecutionStart = { ...target, executionArn, kind: 'async', deadline: 90_000, startToken: start.name, quota: 100, ...start }
  expect(await eventLog.create(all, [opening], owner)).toHaveProperty('lease')
}

const limits = {
  executionMs: 1,
  nodeMs: 2,
  visits: 3,
  events: 4,
  valueBytes: 5,
  executionBytes: 6,
  collectedBytes: 1_000_000,
  iteratorConcurrency: 1,
}
const opening: ExecutionEvent = {
  type: 'started',
  at,
  format: 1,
  definitionHash: 'h',
  flowVersion: 'DRAFT',
  kind: 'async',
  limits,
  executionRoleArn: 'r',
  caller: 'c',
}
const begun = (node: string, path: string): ExecutionEvent => ({ type: 'nodeInput', at, node, path, inputs: {} })
const again = (node: string, path: string) => ({ type: 'attempt', at, node, path, number: 2 }) as const
const output = (node: string, path: string): ExecutionEvent => ({ type: 'nodeOutput', at, node, path, outputs: {} })
const call = { serviceName: 'bedrock', operationName: 'Converse', requestId: 'r', request: {}, response: {} }
const action = (node: string, modelId: string, tokens: number): ExecutionEvent => {
  const usage = { inputTokens: tokens, outputTokens: 2 * tokens, totalTokens: 3 * tokens }
  return { type: 'nodeAction', at, node, path: '', action: { ...call, request: { modelId }, response: { usage } } }
}

const released: VisitRelease = { ...visit, node: 'B', outcome: 'released', signalledAfterMs: 0.25, releasedAfterMs: 1.5 }
