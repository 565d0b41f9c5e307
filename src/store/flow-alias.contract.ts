import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import { aliasTo, complete, definition, minimal, openAt, prepared, preparedFlow, type MakeResources } from './resources-fixture.contract.ts'

/** What leads to a flow, and where. */
export const flowAliasContract = (make: MakeResources): void => {
  describe('aliases', () => {
    it('are answered as they were created, by id and by ARN', async () => {
      await using fixture = await openAt(make)
      const flow = await preparedFlow(fixture.resources)
      await fixture.resources.createFlowVersion(flow.id, {}, { quota: 10 })
      const live = {
        name: 'live',
        description: 'd',
        routingConfiguration: [{ flowVersion: '1' }],
        concurrencyConfiguration: { type: 'Manual', maxConcurrency: 3 },
      } as const

      const alias = await fixture.resources.createFlowAlias(flow.id, live, { quota: 10 })

      expect(alias).toEqual({
        ...live,
        id: alias.id,
        arn: `${flow.arn}/alias/${alias.id}`,
        flowId: flow.id,
        createdAt: 1_000,
        updatedAt: 1_000,
      })
      expect(await fixture.resources.getFlowAlias(flow.id, alias.id)).toEqual(alias)
      expect(await fixture.resources.getFlowAlias(flow.arn, alias.arn)).toEqual(alias)
    })

    it('begin with one that leads to the DRAFT', async () => {
      await using fixture = await openAt(make)
      const { id, arn } = await fixture.resources.createFlow(minimal, { quota: 100 })

      expect(await fixture.resources.getFlowAlias(id, 'TSTALIASID')).toEqual({
        id: 'TSTALIASID',
        name: 'TSTALIASID',
        arn: `${arn}/alias/TSTALIASID`,
        flowId: id,
        routingConfiguration: [{ flowVersion: 'DRAFT' }],
        createdAt: 1_000,
        updatedAt: 1_000,
      })
    })

    it.each(['7', '01', 'draft'])('are refused for version %s', async (flowVersion) => {
      await using fixture = await openAt(make)
      const flow = await preparedFlow(fixture.resources)
      await fixture.resources.createFlowVersion(flow.id, {}, { quota: 10 })

      const refused = { name: 'ResourceNotFoundException', message: `Flow ${flow.id} has no version ${flowVersion}.` }
      await expect(fixture.resources.createFlowAlias(flow.id, aliasTo(flowVersion), { quota: 10 })).rejects.toMatchObject(refused)
    })

    it('need a version to lead to', async () => {
      await using fixture = await openAt(make)
      const { id } = await preparedFlow(fixture.resources)

      const refused = fixture.resources.createFlowAlias(id, { name: 'live', routingConfiguration: [{}] }, { quota: 10 })
      await expect(refused).rejects.toMatchObject({ name: 'ValidationException' })
    })

    it('have names of their own within a flow', async () => {
      await using fixture = await openAt(make)
      const [flow, other] = [await preparedFlow(fixture.resources), await preparedFlow(fixture.resources)]
      await fixture.resources.createFlowAlias(flow.id, aliasTo('DRAFT'), { quota: 10 })

      await expect(fixture.resources.createFlowAlias(flow.id, aliasTo('DRAFT'), { quota: 10 })).rejects.toMatchObject({
        name: 'ConflictException',
      })
      const test = { ...aliasTo('DRAFT'), name: 'TSTALIASID' }
      await expect(fixture.resources.createFlowAlias(flow.id, test, { quota: 10 })).rejects.toMatchObject({ name: 'ConflictException' })
      await fixture.resources.createFlowAlias(other.id, aliasTo('DRAFT'), { quota: 10 })
    })

    it('are as many as the quota, TSTALIASID not counted', async () => {
      await using fixture = await openAt(make)
      const { id } = await preparedFlow(fixture.resources)
      await fixture.resources.createFlowAlias(id, aliasTo('DRAFT'), { quota: 1 })

      const refused = fixture.resources.createFlowAlias(id, { ...aliasTo('DRAFT'), name: 'second' }, { quota: 1 })
      await expect(refused).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' })
    })

    it('are found under their own flow only, and the first that does not fit is named', async () => {
      await using fixture = await openAt(make)
      const [flow, other] = [await preparedFlow(fixture.resources), await preparedFlow(fixture.resources)]
      const alias = await fixture.resources.createFlowAlias(flow.id, aliasTo('DRAFT'), { quota: 10 })

      const cases: readonly [string, string, string][] = [
        [other.id, alias.id, `Flow ${other.id} has no alias ${alias.id}.`],
        [other.id, alias.arn, `Flow ${other.id} has no alias ${alias.arn}.`],
        [other.id, `${flow.arn}/alias/TSTALIASID`, `Flow ${other.id} has no alias ${flow.arn}/alias/TSTALIASID.`],
        [
          flow.id,
          alias.arn.replace('us-east-1', 'eu-west-1'),
          `Flow ${flow.id} has no alias ${alias.arn.replace('us-east-1', 'eu-west-1')}.`,
        ],
        ['AAAAAAAAAA', alias.id, 'There is no flow AAAAAAAAAA.'],
        [flow.id, flow.arn, `Flow ${flow.id} has no alias ${flow.arn}.`],
      ]
      for (const [flowId, aliasId, message] of cases) {
        await expect(fixture.resources.getFlowAlias(flowId, aliasId)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message })
        await expect(fixture.resources.resolveAlias(flowId, aliasId)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message })
      }
    })

    it('lead to the DRAFT as it is prepared, or to an immutable version', async () => {
      await using fixture = await openAt(make)
      const flow = await preparedFlow(fixture.resources)
      await fixture.resources.createFlowVersion(flow.id, {}, { quota: 10 })
      const concurrencyConfiguration = { type: 'Automatic' } as const
      const live = await fixture.resources.createFlowAlias(flow.id, { ...aliasTo('1'), concurrencyConfiguration }, { quota: 10 })

      const draft = await fixture.resources.resolveAlias(flow.id, 'TSTALIASID')
      const version = await fixture.resources.resolveAlias(flow.id, live.id)

      const { executionRoleArn, customerEncryptionKeyArn } = complete
      const target = { flowId: flow.id, definitionHash: draft.definitionHash, executionRoleArn, customerEncryptionKeyArn }
      expect(draft).toEqual({ ...target, aliasId: 'TSTALIASID', aliasArn: `${flow.arn}/alias/TSTALIASID`, flowVersion: 'DRAFT' })
      expect(version).toEqual({ ...target, aliasId: live.id, aliasArn: live.arn, flowVersion: '1', concurrency: { type: 'Automatic' } })
      await fixture.resources.savePreparation(flow.id, flow.revision, { status: 'Failed', validations: [] })
      expect(await fixture.resources.resolveAlias(flow.id, live.id)).toEqual(version)
      await expect(fixture.resources.resolveAlias(flow.id, 'TSTALIASID')).rejects.toMatchObject({
        name: 'ValidationException',
        message:
          'The flow alias is not in prepared state. Retry the request when the state is prepared. PrepareFlow prepares it; GetFlow says why that failed.',
      })
    })

    it('lead to the same definition however its members are ordered, and to another when its nodes are', async () => {
      await using fixture = await openAt(make)
      const hash = async (written: FlowDefinition): Promise<string> => {
        const flow = await fixture.resources.createFlow({ ...minimal, definition: written }, { quota: 100 })
        await fixture.resources.savePreparation(flow.id, flow.revision, prepared)
        return (await fixture.resources.resolveAlias(flow.id, 'TSTALIASID')).definitionHash
      }
      const [start, end] = definition.nodes

      const hashes = [
        await hash(definition),
        await hash({ connections: [], nodes: [{ type: start.type, name: start.name }, end] }),
        await hash({ nodes: [end, start], connections: [] }),
      ]

      expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
      expect(hashes[1]).toBe(hashes[0])
      expect(hashes[2]).not.toBe(hashes[0])
    })
  })
}
