import { describe, expect, it } from 'vitest'
import { aliasTo, complete, minimal, openAt, partition, preparedFlow, type MakeResources } from './resources-fixture.contract.ts'

const token = 'a'.repeat(33)
const creation = { quota: 2, clientToken: token }
const day = 86_400_000

/** Creates that are done once. */
export const clientTokenContract = (make: MakeResources): void => {
  describe('a client token', () => {
    it('answers what was created first, also when that has changed or gone', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const tagged = { ...creation, tags: { a: '1', b: '2' } }
      const first = await resources.createFlow(complete, tagged)
      fixture.time.now = 1_000 + day - 1
      await resources.updateFlow(first.id, minimal)

      expect(await resources.createFlow(complete, { ...creation, tags: { b: '2', a: '1' } })).toEqual(first)
      await resources.deleteFlow(first.id, {})
      expect(await resources.createFlow(complete, tagged)).toEqual(first)
      expect((await resources.listFlows({ limit: 10 })).items).toEqual([])
    })

    it('is one of each kind of creation, account and region', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      const alias = await resources.createFlowAlias(flow.id, aliasTo('DRAFT'), creation)
      const version = await resources.createFlowVersion(flow.id, { description: 'v' }, creation)
      const prompt = await resources.createPrompt({ name: 'p' }, creation)
      const promptVersion = await resources.createPromptVersion(prompt.id, {}, creation)
      await fixture.all.of({ ...partition, region: 'eu-west-1' }).createPrompt({ name: 'other' }, creation)

      expect(await resources.createFlowAlias(flow.arn, aliasTo('DRAFT'), creation)).toEqual(alias)
      expect(await resources.createFlowVersion(flow.arn, { description: 'v' }, creation)).toEqual(version)
      expect(await resources.createPrompt({ name: 'p' }, creation)).toEqual(prompt)
      expect(await resources.createPromptVersion(prompt.arn, {}, creation)).toEqual(promptVersion)
    })

    it('answers the definition and the variants too, for as long as a version is there', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const variants = [{ name: 'v', templateType: 'TEXT', templateConfiguration: { text: { text: 'tea' } } }] as const
      const flow = await preparedFlow(resources)
      const version = await resources.createFlowVersion(flow.id, {}, creation)
      const prompt = await resources.createPrompt({ name: 'p', variants }, creation)
      const promptVersion = await resources.createPromptVersion(prompt.id, {}, creation)

      expect(version.definition).toEqual(complete.definition)
      expect(await resources.createFlowVersion(flow.id, {}, creation)).toEqual(version)
      expect(await resources.createPrompt({ name: 'p', variants }, creation)).toEqual(prompt)
      expect(await resources.createPromptVersion(prompt.id, {}, creation)).toEqual(promptVersion)

      await resources.deletePrompt(promptVersion.arn)
      const { variants: _, ...left } = promptVersion
      expect(await resources.createPromptVersion(prompt.id, {}, creation)).toEqual(left)
    })

    it('that is asked for at once by many creates one', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture

      const flows = await Promise.all(Array.from({ length: 5 }, () => resources.createFlow(minimal, creation)))

      expect(new Set(flows.map(({ id }) => id)).size).toBe(1)
    })

    it('with other parameters is a conflict', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await preparedFlow(resources)
      await resources.createFlow(minimal, creation)
      await resources.createFlowVersion(flow.id, {}, creation)

      const conflict = { name: 'ConflictException', message: expect.stringContaining(token) }
      await expect(resources.createFlow({ ...minimal, name: 'other' }, creation)).rejects.toMatchObject(conflict)
      await expect(resources.createFlow(minimal, { ...creation, tags: { a: '1' } })).rejects.toMatchObject(conflict)
      await expect(resources.createFlowVersion(flow.id, { description: 'd' }, creation)).rejects.toMatchObject(conflict)
    })

    it('that was refused can be used again', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await resources.createFlow(complete, { quota: 2 })

      await expect(resources.createFlowVersion(flow.id, {}, creation)).rejects.toMatchObject({ name: 'ConflictException' })
      await resources.savePreparation(flow.id, flow.revision, { status: 'Prepared', validations: [] })
      expect(await resources.createFlowVersion(flow.id, { description: 'd' }, creation)).toMatchObject({ version: '1' })
    })

    it('is new again after a day, and forgotten in steps', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const first = await resources.createFlow(minimal, creation)
      await resources.createPrompt({ name: 'p' }, creation)
      fixture.time.now = 1_000 + day

      const second = await resources.createFlow(minimal, creation)

      expect(second.id).not.toBe(first.id)
      expect(await resources.createFlow(minimal, creation)).toEqual(second)
      await resources.createPrompt({ name: 'p' }, { ...creation, clientToken: 'b'.repeat(33) })
      expect(await fixture.all.forgetTokens(fixture.time.now, 10)).toBe(1)
      expect(await fixture.all.forgetTokens(fixture.time.now + 1, 1)).toBe(1)
      expect(await fixture.all.forgetTokens(fixture.time.now + 1, 1)).toBe(1)
      expect(await fixture.all.forgetTokens(fixture.time.now + 1, 1)).toBe(0)
    })
  })
}
