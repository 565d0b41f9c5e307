import { describe, expect, it } from 'vitest'
import { aliasTo, complete, definition, minimal, openAt, prepared, preparedFlow, type MakeResources } from './resources-fixture.contract.ts'

const many = { quota: 100 }
const other = { nodes: [{ name: 'Begin', type: 'Input' }], connections: [] } as const

/** Flows that change, and their versions and aliases meanwhile. */
export const flowChangeContract = (make: MakeResources): void => {
  describe('an update of a flow', () => {
    it('replaces everything, and asks for another preparation', async () => {
      await using fixture = await openAt(make)
      const flow = await preparedFlow(fixture.resources)
      await fixture.resources.savePreparation(flow.id, flow.revision, {
        ...prepared,
        validations: [{ message: 'm', severity: 'Warning', type: 'Unspecified' }],
      })
      fixture.time.now = 2_000

      const updated = await fixture.resources.updateFlow(flow.arn, { ...minimal, name: 'other' })

      const { id, arn } = flow
      expect(updated).toEqual({
        ...minimal,
        name: 'other',
        id,
        arn,
        status: 'NotPrepared',
        validations: [],
        createdAt: 1_000,
        updatedAt: 2_000,
        revision: flow.revision + 1,
      })
      expect(await fixture.resources.getFlow(id)).toEqual(updated)
      await expect(fixture.resources.savePreparation(id, flow.revision, prepared)).rejects.toMatchObject({ name: 'ConflictException' })
    })

    it('stops TSTALIASID and leaves aliases on versions alone', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      await resources.createFlowVersion(flow.id, {}, many)
      const live = await resources.createFlowAlias(flow.id, aliasTo('1'), many)
      const before = await resources.resolveAlias(flow.id, live.id)

      await resources.updateFlow(flow.id, { ...complete, definition: other })

      await expect(resources.resolveAlias(flow.id, 'TSTALIASID')).rejects.toMatchObject({ name: 'ValidationException' })
      expect(await resources.resolveAlias(flow.id, live.id)).toEqual(before)
      expect(await resources.getFlowVersion(flow.id, '1')).toMatchObject({ definition })
    })

    it('needs a flow', async () => {
      await using fixture = await openAt(make)

      await expect(fixture.resources.updateFlow('AAAAAAAAAA', minimal)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })
  })

  describe('a version', () => {
    it('is answered as it was created, whatever became of its flow', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      const version = await resources.createFlowVersion(flow.id, { description: 'first' }, many)
      await resources.updateFlow(flow.id, minimal)

      expect(await resources.getFlowVersion(flow.arn, '1')).toEqual(version)
      const notFound = { name: 'ResourceNotFoundException', message: `Flow ${flow.id} has no version 01.` }
      await expect(resources.getFlowVersion(flow.id, '01')).rejects.toMatchObject(notFound)
    })

    it('is listed by its number, without its definition, page by page', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      for (let n = 0; n < 11; n++) await resources.createFlowVersion(flow.id, {}, many)

      const page = await resources.listFlowVersions(flow.id, { limit: 10 })
      const rest = await resources.listFlowVersions(flow.arn, { limit: 10, after: page.next ?? '' })

      expect([...page.items, ...rest.items].map(({ version }) => version)).toEqual(Array.from({ length: 11 }, (_, n) => String(n + 1)))
      expect(rest).not.toHaveProperty('next')
      expect(page.items[0]).not.toHaveProperty('definition')
      await expect(resources.listFlowVersions(flow.id, { limit: 1, after: 'x' })).rejects.toMatchObject({ name: 'ValidationException' })
    })

    it('goes when no alias leads to it, and its number with it', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id } = await preparedFlow(resources)
      await resources.createFlowVersion(id, {}, many)
      const live = await resources.createFlowAlias(id, aliasTo('1'), many)

      await expect(resources.deleteFlowVersion(id, '1', {})).rejects.toMatchObject({
        name: 'ConflictException',
        message: `Version 1 of flow ${id} is in use: the alias live (${live.id}) leads to it. Lead it elsewhere, or set skipResourceInUseCheck.`,
      })
      await resources.updateFlowAlias(id, live.id, aliasTo('DRAFT'))
      expect(await resources.deleteFlowVersion(id, '1', {})).toBe(id)
      await expect(resources.deleteFlowVersion(id, '1', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
      expect(await resources.createFlowVersion(id, {}, many)).toMatchObject({ version: '2' })
    })

    it('takes the aliases that lead to it along when its use is not to be checked', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id } = await preparedFlow(resources)
      await resources.createFlowVersion(id, {}, many)
      const live = await resources.createFlowAlias(id, aliasTo('1'), many)
      const draft = await resources.createFlowAlias(id, { ...aliasTo('DRAFT'), name: 'draft' }, many)

      await resources.deleteFlowVersion(id, '1', { skipResourceInUseCheck: true })

      await expect(resources.getFlowAlias(id, live.id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
      expect(await resources.getFlowAlias(id, draft.id)).toEqual(draft)
    })
  })

  describe('an alias', () => {
    it('is replaced as a whole', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      await resources.createFlowVersion(flow.id, {}, many)
      const concurrencyConfiguration = { type: 'Manual', maxConcurrency: 2 } as const
      const live = await resources.createFlowAlias(flow.id, { ...aliasTo('1'), description: 'd', concurrencyConfiguration }, many)
      fixture.time.now = 2_000

      const updated = await resources.updateFlowAlias(flow.arn, live.arn, { ...aliasTo('DRAFT'), name: 'newest' })

      const { id, arn, flowId } = live
      expect(updated).toEqual({ ...aliasTo('DRAFT'), name: 'newest', id, arn, flowId, createdAt: 1_000, updatedAt: 2_000 })
      expect(await resources.getFlowAlias(flow.id, id)).toEqual(updated)
    })

    it('keeps its name or takes a free one, and leads to what there is', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id } = await preparedFlow(resources)
      const live = await resources.createFlowAlias(id, aliasTo('DRAFT'), many)
      await resources.createFlowAlias(id, { ...aliasTo('DRAFT'), name: 'other' }, many)

      await resources.updateFlowAlias(id, live.id, aliasTo('DRAFT'))
      const taken = resources.updateFlowAlias(id, live.id, { ...aliasTo('DRAFT'), name: 'other' })
      await expect(taken).rejects.toMatchObject({ name: 'ConflictException' })
      await expect(resources.updateFlowAlias(id, live.id, aliasTo('7'))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Flow ${id} has no version 7.`,
      })
      await expect(resources.updateFlowAlias(id, 'AAAAAAAAAA', aliasTo('DRAFT'))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
    })

    it('that every flow has keeps its name and leads to the DRAFT', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id } = await preparedFlow(resources)
      await resources.createFlowVersion(id, {}, many)
      const test = { ...aliasTo('DRAFT'), name: 'TSTALIASID' }

      const concurrencyConfiguration = { type: 'Manual', maxConcurrency: 2 } as const
      expect(await resources.updateFlowAlias(id, 'TSTALIASID', { ...test, concurrencyConfiguration })).toMatchObject({
        concurrencyConfiguration,
      })
      const refused = { name: 'ValidationException', message: expect.stringContaining('TSTALIASID') }
      await expect(resources.updateFlowAlias(id, 'TSTALIASID', aliasTo('DRAFT'))).rejects.toMatchObject(refused)
      await expect(resources.updateFlowAlias(id, 'TSTALIASID', { ...test, ...aliasTo('1'), name: 'TSTALIASID' })).rejects.toMatchObject(
        refused,
      )
      await expect(resources.deleteFlowAlias(id, 'TSTALIASID')).rejects.toMatchObject(refused)
    })

    it('is listed newest update first, page by page', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id } = await preparedFlow(resources)
      const live = await resources.createFlowAlias(id, aliasTo('DRAFT'), many)
      fixture.time.now = 2_000
      await resources.updateFlowAlias(id, 'TSTALIASID', { ...aliasTo('DRAFT'), name: 'TSTALIASID' })

      const page = await resources.listFlowAliases(id, { limit: 1 })
      const rest = await resources.listFlowAliases(id, { limit: 1, after: page.next ?? '' })

      expect(page.items.map(({ name }) => name)).toEqual(['TSTALIASID'])
      expect(rest).toEqual({ items: [live] })
    })

    it('goes once', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      const live = await resources.createFlowAlias(flow.id, aliasTo('DRAFT'), many)

      expect(await resources.deleteFlowAlias(flow.arn, live.arn)).toEqual({ flowId: flow.id, id: live.id })
      await expect(resources.deleteFlowAlias(flow.id, live.id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })
  })

  describe('a deletion of a flow', () => {
    it('takes its versions along, but no alias unless its use is not to be checked', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      await resources.createFlowVersion(flow.id, {}, many)
      const live = await resources.createFlowAlias(flow.id, aliasTo('1'), many)

      await expect(resources.deleteFlow(flow.id, {})).rejects.toMatchObject({
        name: 'ConflictException',
        message: `Flow ${flow.id} is in use: it has the alias live (${live.id}). Delete its aliases first, or set skipResourceInUseCheck.`,
      })
      expect(await resources.deleteFlow(flow.arn, { skipResourceInUseCheck: true })).toBe(flow.id)

      const notFound = { name: 'ResourceNotFoundException', message: `There is no flow ${flow.id}.` }
      await Promise.all(
        [
          resources.getFlow(flow.id),
          resources.getFlowVersion(flow.id, '1'),
          resources.getFlowAlias(flow.id, 'TSTALIASID'),
          resources.listFlowVersions(flow.id, { limit: 10 }),
          resources.listFlowAliases(flow.id, { limit: 10 }),
          resources.resolveAlias(flow.id, live.id),
          resources.deleteFlow(flow.id, {}),
        ].map((each) => expect(each).rejects.toMatchObject(notFound)),
      )
    })

    it('makes room for another', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id } = await resources.createFlow(minimal, { quota: 1 })

      await resources.deleteFlow(id, {})

      await resources.createFlow(minimal, { quota: 1 })
    })
  })
}
