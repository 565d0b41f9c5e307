import { describe, expect, it } from 'vitest'
import { openAt, partition, type MakeResources } from './resources-fixture.contract.ts'

const variant = {
  name: 'formal',
  templateType: 'TEXT',
  templateConfiguration: { text: { text: 'Dear {{who}}' } },
  modelId: 'm',
} as const
const minimal = { name: 'letter' }
const complete = {
  ...minimal,
  description: 'd',
  customerEncryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k',
  defaultVariant: 'formal',
  variants: [variant],
}
const many = { quota: 100 }

/** Prompts and their versions. */
export const promptContract = (make: MakeResources): void => {
  describe('prompts', () => {
    it('are answered as they were created, by id and by ARN', async () => {
      await using fixture = await openAt(make)

      const prompt = await fixture.resources.createPrompt(complete, many)

      const arn = `arn:aws:bedrock:us-east-1:123456789012:prompt/${prompt.id}`
      expect(prompt).toEqual({ ...complete, id: prompt.id, arn, version: 'DRAFT', createdAt: 1_000, updatedAt: 1_000 })
      for (const identifier of [prompt.id, arn]) {
        expect(await fixture.resources.getPrompt(identifier)).toEqual(prompt)
        expect(await fixture.resources.getPrompt(identifier, 'DRAFT')).toEqual(prompt)
      }
    })

    it('may have no variants, none at all, and share a name', async () => {
      await using fixture = await openAt(make)

      const first = await fixture.resources.createPrompt(minimal, many)
      const second = await fixture.resources.createPrompt({ ...minimal, variants: [] }, many)

      expect(await fixture.resources.getPrompt(first.id)).not.toHaveProperty('variants')
      expect(await fixture.resources.getPrompt(second.id)).toMatchObject({ variants: [] })
    })

    it('are replaced as a whole', async () => {
      await using fixture = await openAt(make)
      const prompt = await fixture.resources.createPrompt(complete, many)
      fixture.time.now = 2_000

      const updated = await fixture.resources.updatePrompt(prompt.arn, { name: 'note' })

      const { id, arn } = prompt
      expect(updated).toEqual({ id, arn, name: 'note', version: 'DRAFT', createdAt: 1_000, updatedAt: 2_000 })
      expect(await fixture.resources.getPrompt(id)).toEqual(updated)
    })

    it('are as many as the quota, in one account and region', async () => {
      await using fixture = await openAt(make)
      await fixture.resources.createPrompt(minimal, { quota: 1 })

      await expect(fixture.resources.createPrompt(minimal, { quota: 1 })).rejects.toMatchObject({
        name: 'ServiceQuotaExceededException',
        message: 'Account 123456789012 takes no more prompts in us-east-1: max-number-prompts is 1 (setting quotas.prompts).',
      })
      await fixture.all.of({ ...partition, region: 'eu-west-1' }).createPrompt(minimal, { quota: 1 })
    })

    it.each<[string, (arn: string) => string]>([
      ['an unknown id', () => 'AAAAAAAAAA'],
      ['the ARN of another account', (arn) => arn.replace('123456789012', '999999999999')],
      ['the ARN of another region', (arn) => arn.replace('us-east-1', 'eu-west-1')],
      ['the ARN of a flow', (arn) => arn.replace('prompt', 'flow')],
    ])('are not found by %s', async (_, identifier) => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { arn } = await resources.createPrompt(minimal, many)

      const named = identifier(arn)
      const notFound = { name: 'ResourceNotFoundException', message: `There is no prompt ${named}.` }
      await expect(resources.getPrompt(named)).rejects.toMatchObject(notFound)
      await expect(resources.getPrompt(named, '1')).rejects.toMatchObject(notFound)
      await expect(resources.updatePrompt(named, minimal)).rejects.toMatchObject(notFound)
      await expect(resources.deletePrompt(named)).rejects.toMatchObject(notFound)
      await expect(resources.listPromptVersions(named, { limit: 10 })).rejects.toMatchObject(notFound)
      await expect(resources.createPromptVersion(named, {}, many)).rejects.toMatchObject(notFound)
    })

    it('are listed newest update first, without their variants, page by page', async () => {
      await using fixture = await openAt(make)
      const first = await fixture.resources.createPrompt(complete, many)
      fixture.time.now = 2_000
      const second = await fixture.resources.createPrompt(complete, many)
      fixture.time.now = 3_000
      await fixture.resources.updatePrompt(first.id, complete)

      const page = await fixture.resources.listPrompts({ limit: 1 })
      const rest = await fixture.resources.listPrompts({ limit: 1, after: page.next ?? '' })

      const { variants: _, ...shown } = second
      expect(page.items.map(({ id }) => id)).toEqual([first.id])
      expect(rest).toEqual({ items: [shown] })
    })
  })

  describe('prompt versions', () => {
    it('copy the DRAFT, with a description of their own, and count from 1', async () => {
      await using fixture = await openAt(make)
      const prompt = await fixture.resources.createPrompt(complete, many)
      fixture.time.now = 2_000

      const first = await fixture.resources.createPromptVersion(prompt.id, { description: 'first' }, many)
      await fixture.resources.updatePrompt(prompt.id, minimal)
      const second = await fixture.resources.createPromptVersion(prompt.arn, {}, many)

      const { id, arn } = prompt
      const copy = { id, createdAt: 2_000, updatedAt: 2_000 }
      expect(first).toEqual({ ...complete, ...copy, arn: `${arn}:1`, version: '1', description: 'first' })
      expect(second).toEqual({ ...minimal, ...copy, arn: `${arn}:2`, version: '2' })
      expect(await fixture.resources.getPrompt(id, '1')).toEqual(first)
      expect(await fixture.resources.getPrompt(`${arn}:1`)).toEqual(first)
      expect(await fixture.resources.getPrompt(`${arn}:1`, '1')).toEqual(first)
    })

    it('are never numbered twice', async () => {
      await using fixture = await openAt(make)
      const { id } = await fixture.resources.createPrompt(minimal, many)
      await fixture.resources.createPromptVersion(id, {}, many)
      await fixture.resources.createPromptVersion(id, {}, many)

      expect(await fixture.resources.deletePrompt(id, '2')).toEqual({ id, version: '2' })
      expect((await fixture.resources.createPromptVersion(id, {}, many)).version).toBe('3')
    })

    it('are listed after the DRAFT, lowest number first, page by page', async () => {
      await using fixture = await openAt(make)
      const { id } = await fixture.resources.createPrompt(complete, many)
      for (let n = 0; n < 11; n++) await fixture.resources.createPromptVersion(id, {}, many)

      const page = await fixture.resources.listPromptVersions(id, { limit: 10 })
      const rest = await fixture.resources.listPromptVersions(id, { limit: 10, after: page.next ?? '' })

      const versions = [...page.items, ...rest.items].map(({ version }) => version)
      expect(page.items).toHaveLength(10)
      expect(versions).toEqual(['DRAFT', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'])
      expect(page.items.filter((item) => 'variants' in item)).toEqual([])
    })

    it.each(['7', '01', '0'])('are not found as version %s', async (version) => {
      await using fixture = await openAt(make)
      const { id } = await fixture.resources.createPrompt(minimal, many)
      await fixture.resources.createPromptVersion(id, {}, many)

      const notFound = { name: 'ResourceNotFoundException', message: `Prompt ${id} has no version ${version}.` }
      await expect(fixture.resources.getPrompt(id, version)).rejects.toMatchObject(notFound)
      await expect(fixture.resources.deletePrompt(id, version)).rejects.toMatchObject(notFound)
    })

    it('are as many as the quota', async () => {
      await using fixture = await openAt(make)
      const { id } = await fixture.resources.createPrompt(minimal, many)
      await fixture.resources.createPromptVersion(id, {}, { quota: 1 })

      await expect(fixture.resources.createPromptVersion(id, {}, { quota: 1 })).rejects.toMatchObject({
        name: 'ServiceQuotaExceededException',
        message: `Prompt ${id} takes no more versions: max-number-prompt-versions is 1 (setting quotas.promptVersions).`,
      })
    })

    it('go with their prompt, which the ARN of a version leaves alone', async () => {
      await using fixture = await openAt(make)
      const { id, arn } = await fixture.resources.createPrompt(minimal, many)
      await fixture.resources.createPromptVersion(id, {}, many)
      await fixture.resources.createPromptVersion(id, {}, many)

      expect(await fixture.resources.deletePrompt(`${arn}:1`)).toEqual({ id, version: '1' })
      expect(await fixture.resources.deletePrompt(id)).toEqual({ id })
      await Promise.all(
        [fixture.resources.getPrompt(id), fixture.resources.getPrompt(`${arn}:2`), fixture.resources.deletePrompt(id)].map((each) =>
          expect(each).rejects.toMatchObject({ name: 'ResourceNotFoundException' }),
        ),
      )
    })

    it('never change, and are named once', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { id, arn } = await resources.createPrompt(minimal, many)
      await resources.createPromptVersion(id, {}, many)

      const refused = { name: 'ValidationException', message: expect.stringContaining(`${arn}:1`) }
      await expect(resources.updatePrompt(`${arn}:1`, minimal)).rejects.toMatchObject(refused)
      await expect(resources.createPromptVersion(`${arn}:1`, {}, many)).rejects.toMatchObject(refused)
      await expect(resources.getPrompt(`${arn}:1`, '2')).rejects.toMatchObject(refused)
      await expect(resources.getPrompt(`${arn}:1`, 'DRAFT')).rejects.toMatchObject(refused)
    })
  })
}
