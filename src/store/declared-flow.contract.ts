import { describe, expect, it } from 'vitest'
import { aliasTo, definition, minimal, openAt, partition, preparedFlow, type MakeResources } from './resources-fixture.contract.ts'

const declared = { ...minimal, id: 'support001', definition, validations: [] } as const
const other = { nodes: [{ name: 'Begin', type: 'Input' }], connections: [] } as const
const warning = { message: 'm', severity: 'Warning', type: 'Unspecified', details: { unspecified: {} } } as const

/** Flows that are declared with their ids. */
export const declaredFlowContract = (make: MakeResources): void => {
  describe('declared flows', () => {
    it('are there with their ids, prepared, and reached by their alias', async () => {
      await using fixture = await openAt(make)

      const changed = await fixture.resources.declareFlows([
        { ...declared, validations: [warning], alias: { id: 'live000001', name: 'live' } },
      ])

      const flow = {
        ...minimal,
        id: 'support001',
        arn: 'arn:aws:bedrock:us-east-1:123456789012:flow/support001',
        definition,
        status: 'Prepared',
        validations: [warning],
        createdAt: 1_000,
        updatedAt: 1_000,
        revision: 1,
      }
      expect(changed).toEqual(['support001'])
      expect(await fixture.resources.getFlow('support001')).toEqual(flow)
      for (const aliasId of ['TSTALIASID', 'live000001'])
        expect(await fixture.resources.resolveAlias('support001', aliasId)).toMatchObject({ aliasId, flowVersion: 'DRAFT' })
      expect(await fixture.resources.getFlowAlias('support001', 'live000001')).toMatchObject({ name: 'live', createdAt: 1_000 })
    })

    it('stay as they are when they are declared again', async () => {
      await using fixture = await openAt(make)
      const flows = [{ ...declared, alias: { id: 'live000001', name: 'live' } }]
      await fixture.resources.declareFlows(flows)
      const before = await fixture.resources.getFlow('support001')
      fixture.time.now = 2_000

      expect(await fixture.resources.declareFlows(flows)).toEqual([])
      expect(await fixture.resources.getFlow('support001')).toEqual(before)
    })

    it('change when their declaration does, and keep their versions and aliases', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([declared])
      await fixture.resources.createFlowVersion('support001', {}, { quota: 10 })
      const alias = await fixture.resources.createFlowAlias('support001', aliasTo('1'), { quota: 10 })
      const before = await fixture.resources.resolveAlias('support001', alias.id)
      fixture.time.now = 2_000

      const changed = await fixture.resources.declareFlows([{ ...declared, name: 'support', definition: other }])

      expect(changed).toEqual(['support001'])
      expect(await fixture.resources.getFlow('support001')).toMatchObject({
        name: 'support',
        definition: other,
        createdAt: 1_000,
        updatedAt: 2_000,
        revision: 2,
      })
      expect(await fixture.resources.resolveAlias('support001', alias.id)).toEqual(before)
      expect((await fixture.resources.createFlowVersion('support001', {}, { quota: 10 })).version).toBe('2')
    })

    it.each([
      ['a name', { name: 'other' }],
      ['a description', { description: 'other' }],
      ['a role', { executionRoleArn: 'arn:aws:iam::123456789012:role/other' }],
      ['findings', { validations: [warning] }],
    ])('change with %s', async (_, change) => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([declared])

      expect(await fixture.resources.declareFlows([{ ...declared, ...change }])).toEqual(['support001'])
      expect(await fixture.resources.getFlow('support001')).toMatchObject(change)
    })

    it('are prepared again when a preparation failed meanwhile', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([declared])
      await fixture.resources.savePreparation('support001', 1, { status: 'Failed', validations: [warning] })

      expect(await fixture.resources.declareFlows([declared])).toEqual(['support001'])
      expect(await fixture.resources.getFlow('support001')).toMatchObject({ status: 'Prepared', validations: [] })
    })

    it('may take over a flow that was created', async () => {
      await using fixture = await openAt(make)
      const { id } = await preparedFlow(fixture.resources)

      expect(await fixture.resources.declareFlows([{ ...declared, id, definition: other }])).toEqual([id])
      expect(await fixture.resources.getFlow(id)).toMatchObject({ definition: other, revision: 2 })
    })

    it('lead their alias to the DRAFT, and give it its name', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([declared])
      await fixture.resources.createFlowVersion('support001', {}, { quota: 10 })
      const { id } = await fixture.resources.createFlowAlias('support001', aliasTo('1'), { quota: 10 })

      expect(await fixture.resources.declareFlows([{ ...declared, alias: { id, name: 'newest' } }])).toEqual(['support001'])
      expect(await fixture.resources.getFlowAlias('support001', id)).toMatchObject({
        name: 'newest',
        routingConfiguration: [{ flowVersion: 'DRAFT' }],
      })
    })

    it('are refused together when one alias has the name of another, which the message names', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([{ ...declared, alias: { id: 'live000001', name: 'live' } }])

      await expect(
        fixture.resources.declareFlows([
          { ...declared, id: 'another001' },
          { ...declared, alias: { id: 'live000002', name: 'live' } },
        ]),
      ).rejects.toMatchObject({
        name: 'ConflictException',
        message: 'Flow support001 has an alias live with the id live000001 already: declare it with that id, or choose another name.',
      })
      await expect(fixture.resources.getFlow('another001')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })

    it('count, but are not refused by a quota', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([declared, { ...declared, id: 'another001' }])

      await expect(fixture.resources.createFlow(minimal, { quota: 2 })).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' })
    })

    it('belong to one account and region', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows([declared])

      const elsewhere = fixture.all.of({ ...partition, region: 'eu-west-1' })
      await expect(elsewhere.getFlow('support001')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })

    it('are listed page by page', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.declareFlows(['bbbbbbbbbb', 'AAAAAAAAAA', 'aaaaaaaaaa'].map((id) => ({ ...declared, id })))

      const ids: string[] = []
      for (let after: string | undefined, more = true; more;) {
        const { items, next } = await fixture.resources.listFlows({ limit: 1, ...(after !== undefined && { after }) })
        ids.push(...items.map(({ id }) => id))
        after = next
        more = next !== undefined
      }

      expect(ids).toEqual(['bbbbbbbbbb', 'aaaaaaaaaa', 'AAAAAAAAAA'])
    })
  })
}
