import { describe, expect, it } from 'vitest'
import { clientTokenContract } from './client-token.contract.ts'
import { declaredFlowContract } from './declared-flow.contract.ts'
import { flowAliasContract } from './flow-alias.contract.ts'
import { flowChangeContract } from './flow-change.contract.ts'
import { promptContract } from './prompt.contract.ts'
import {
  complete,
  definition,
  minimal,
  openAt,
  partition,
  prepared,
  preparedFlow,
  type MakeResources,
} from './resources-fixture.contract.ts'
import { tagContract } from './tag.contract.ts'
import type { Flow } from './flow.ts'

/** What every implementation of `Resources` keeps. */
export const resourcesContract = (make: MakeResources): void => {
  describe('flows', () => {
    it('are answered as they were created', async () => {
      await using fixture = await openAt(make)

      const flow = await fixture.resources.createFlow(complete, { quota: 100 })

      const arn = `arn:aws:bedrock:us-east-1:123456789012:flow/${flow.id}`
      expect(flow).toEqual({
        ...complete,
        id: flow.id,
        arn,
        status: 'NotPrepared',
        validations: [],
        createdAt: 1_000,
        updatedAt: 1_000,
        revision: 1,
      })
      expect(flow.id).toMatch(/^[0-9A-Z]{10}$/)
      expect(await fixture.resources.getFlow(flow.id)).toEqual(flow)
      expect(await fixture.resources.getFlow(arn)).toEqual(flow)
      expect(JSON.stringify((await fixture.resources.getFlow(arn)).definition)).toBe(JSON.stringify(definition))
    })

    it('may have no definition, and share a name', async () => {
      await using fixture = await openAt(make)

      const first = await fixture.resources.createFlow(minimal, { quota: 100 })
      const second = await fixture.resources.createFlow(minimal, { quota: 100 })

      expect(await fixture.resources.getFlow(first.id)).toEqual(first)
      expect(first).not.toHaveProperty('definition')
      expect(second.id).not.toBe(first.id)
    })

    it('are as many as the quota of an account and region', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.createFlow(minimal, { quota: 1 })

      await expect(fixture.resources.createFlow(minimal, { quota: 1 })).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' })
      await fixture.all.of({ ...partition, region: 'eu-west-1' }).createFlow(minimal, { quota: 1 })
      await fixture.all.of({ ...partition, account: '999999999999' }).createFlow(minimal, { quota: 1 })
    })

    it('keep the quota when creates race', async () => {
      await using fixture = await openAt(make)

      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => fixture.resources.createFlow(minimal, { quota: 3 })))

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    })

    it.each<[string, (flow: Flow) => string]>([
      ['an unknown id', () => 'AAAAAAAAAA'],
      ['the ARN of another account', ({ arn }) => arn.replace('123456789012', '999999999999')],
      ['the ARN of another region', ({ arn }) => arn.replace('us-east-1', 'eu-west-1')],
      ['the ARN of an alias', ({ arn }) => `${arn}/alias/TSTALIASID`],
      ['an ARN of nothing', () => 'arn:'],
    ])('are not found by %s', async (_, identifier) => {
      await using fixture = await openAt(make)
      const flow = await fixture.resources.createFlow(minimal, { quota: 100 })

      const refused = { name: 'ResourceNotFoundException', message: expect.stringContaining(identifier(flow)) }
      await expect(fixture.resources.getFlow(identifier(flow))).rejects.toMatchObject(refused)
    })

    it('belong to one account and region', async () => {
      await using fixture = await openAt(make)
      const { id } = await fixture.resources.createFlow(minimal, { quota: 100 })

      await expect(fixture.all.of({ ...partition, account: '999999999999' }).getFlow(id)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
      await expect(fixture.all.of({ ...partition, region: 'eu-west-1' }).getFlow(id)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
    })

    it('are listed newest update first, without definitions, page by page', async () => {
      await using fixture = await openAt(make)
      const flows: Flow[] = []
      for (const name of ['a', 'b', 'c', 'd']) flows.push(await fixture.resources.createFlow({ ...complete, name }, { quota: 100 }))
      fixture.time.now = 2_000
      flows.push(await fixture.resources.createFlow({ ...complete, name: 'e' }, { quota: 100 }))

      const pages = [await fixture.resources.listFlows({ limit: 2 })]
      for (let next = pages[0]?.next; next !== undefined && pages.length < 5; next = pages.at(-1)?.next) {
        pages.push(await fixture.resources.listFlows({ limit: 2, after: next }))
      }

      const seen = pages.flatMap(({ items }) => items)
      expect(pages.map(({ items }) => items.length)).toEqual([2, 2, 1])
      expect(seen[0]?.name).toBe('e')
      const byId = (a: Flow, b: Flow): number => (a.id < b.id ? -1 : 1)
      expect(seen.toSorted(byId)).toEqual(flows.map(({ definition: _, ...flow }) => flow).toSorted(byId))
    })

    it.each(['', 'x', 'x/y', '-1/A'])('are not listed after %j', async (after) => {
      await using fixture = await openAt(make)

      await expect(fixture.resources.listFlows({ limit: 2, after })).rejects.toMatchObject({ name: 'ValidationException' })
    })
  })

  describe('preparations', () => {
    it('are kept with their findings', async () => {
      await using fixture = await openAt(make)
      const flow = await fixture.resources.createFlow(complete, { quota: 100 })
      const validations = [
        { message: 'm', severity: 'Error', type: 'UnreachableNode', details: { unreachableNode: { node: 'N' } } },
      ] as const
      fixture.time.now = 3_000

      await fixture.resources.savePreparation(flow.arn, flow.revision, { status: 'Failed', validations })

      expect(await fixture.resources.getFlow(flow.id)).toEqual({ ...flow, status: 'Failed', validations, updatedAt: 3_000 })
    })

    it('are refused for another revision', async () => {
      await using fixture = await openAt(make)
      const flow = await fixture.resources.createFlow(complete, { quota: 100 })

      await expect(fixture.resources.savePreparation(flow.id, flow.revision + 1, prepared)).rejects.toMatchObject({
        name: 'ConflictException',
      })
      expect(await fixture.resources.getFlow(flow.id)).toEqual(flow)
    })

    it('need a flow', async () => {
      await using fixture = await openAt(make)

      await expect(fixture.resources.savePreparation('AAAAAAAAAA', 1, prepared)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
    })
  })

  describe('versions', () => {
    it('copy the prepared DRAFT and count from 1', async () => {
      await using fixture = await openAt(make)
      const flow = await preparedFlow(fixture.resources)
      fixture.time.now = 4_000

      const first = await fixture.resources.createFlowVersion(flow.id, { description: 'first' }, { quota: 10 })
      const second = await fixture.resources.createFlowVersion(flow.arn, {}, { quota: 10 })

      const { validations: _, updatedAt: __, revision: ___, description: ____, ...draft } = flow
      const copy = { ...draft, status: 'Prepared', createdAt: 4_000 }
      expect([first, second]).toEqual([
        { ...copy, version: '1', description: 'first' },
        { ...copy, version: '2' },
      ])
    })

    it('are refused while the flow is not prepared, in the words that clients look for', async () => {
      await using fixture = await openAt(make)
      const flow = await fixture.resources.createFlow(complete, { quota: 100 })

      await expect(fixture.resources.createFlowVersion(flow.id, {}, { quota: 10 })).rejects.toMatchObject({
        name: 'ConflictException',
        message:
          "Couldn't perform CreateFlowVersion operation. The resource that you specified is currently in status NotPrepared. Retry your request after the resource changes to a valid status.",
      })
    })

    it('are as many as the quota', async () => {
      await using fixture = await openAt(make)
      const flow = await preparedFlow(fixture.resources)
      await fixture.resources.createFlowVersion(flow.id, {}, { quota: 1 })

      const refused = { name: 'ServiceQuotaExceededException', message: expect.stringContaining('max-number-flow-versions') }
      await expect(fixture.resources.createFlowVersion(flow.id, {}, { quota: 1 })).rejects.toMatchObject(refused)
    })

    it('need a flow', async () => {
      await using fixture = await openAt(make)

      await expect(fixture.resources.createFlowVersion('AAAAAAAAAA', {}, { quota: 1 })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
    })
  })

  flowAliasContract(make)
  flowChangeContract(make)
  promptContract(make)
  tagContract(make)
  clientTokenContract(make)
  declaredFlowContract(make)
}
