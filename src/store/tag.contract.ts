import { describe, expect, it } from 'vitest'
import { aliasTo, minimal, openAt, partition, type MakeResources } from './resources-fixture.contract.ts'

const many = { quota: 100 }

/** Tags of everything that can have some. */
export const tagContract = (make: MakeResources): void => {
  describe('tags', () => {
    it('are there from the creation on, of flows, aliases, prompts and prompt versions', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const tagged = (of: string) => ({ ...many, tags: { of } })
      const flow = await resources.createFlow(minimal, tagged('flow'))
      const alias = await resources.createFlowAlias(flow.id, aliasTo('DRAFT'), tagged('alias'))
      const prompt = await resources.createPrompt({ name: 'p' }, tagged('prompt'))
      const version = await resources.createPromptVersion(prompt.id, {}, tagged('version'))

      for (const [{ arn }, of] of [
        [flow, 'flow'],
        [alias, 'alias'],
        [prompt, 'prompt'],
        [version, 'version'],
      ] as const)
        expect(await resources.listTagsForResource(arn)).toEqual({ of })
      expect(await resources.listTagsForResource(`${flow.arn}/alias/TSTALIASID`)).toEqual({})
    })

    it('are added to those there are, and taken away by their keys', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { arn } = await resources.createFlow(minimal, { ...many, tags: { a: '1', b: '2' } })

      await resources.tagResource(arn, { b: '3', c: '', ['__proto__']: '4' })
      expect(Object.entries(await resources.listTagsForResource(arn))).toEqual([
        ['a', '1'],
        ['b', '3'],
        ['c', ''],
        ['__proto__', '4'],
      ])
      await resources.untagResource(arn, ['a', 'b', '__proto__', 'never'])
      expect(await resources.listTagsForResource(arn)).toEqual({ c: '' })
      await resources.untagResource(arn, ['c'])
      expect(await resources.listTagsForResource(arn)).toEqual({})
    })

    it('are at most fifty, and none is one of AWS', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']))
      const { arn } = await resources.createFlow(minimal, { ...many, tags: fifty })

      await resources.tagResource(arn, { k0: 'other' })
      await expect(resources.tagResource(arn, { k50: 'v' })).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' })
      await expect(resources.tagResource(arn, { 'AWS:x': 'v' })).rejects.toMatchObject({ name: 'ValidationException' })
      await expect(resources.createFlow(minimal, { ...many, tags: { 'aws:x': 'v' } })).rejects.toMatchObject({
        name: 'ValidationException',
      })
      expect((await resources.listFlows({ limit: 10 })).items).toHaveLength(1)
    })

    it('go with what they are on', async () => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const flow = await resources.createFlow(minimal, { ...many, tags: { of: 'flow' } })
      const test = `${flow.arn}/alias/TSTALIASID`
      await resources.tagResource(test, { of: 'test' })

      await resources.deleteFlow(flow.id, {})

      for (const arn of [flow.arn, test])
        await expect(resources.listTagsForResource(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })

    it.each([
      ['another account', (arn: string) => arn.replace('123456789012', '999999999999')],
      ['another region', (arn: string) => arn.replace('us-east-1', 'eu-west-1')],
      ['no such flow', () => 'arn:aws:bedrock:us-east-1:123456789012:flow/AAAAAAAAAA'],
      ['no such alias', (arn: string) => `${arn}/alias/AAAAAAAAAA`],
      ['an execution', (arn: string) => `${arn}/alias/TSTALIASID/execution/e`],
      ['no such prompt', () => 'arn:aws:bedrock:us-east-1:123456789012:prompt/AAAAAAAAAA'],
      ['no such prompt version', () => 'arn:aws:bedrock:us-east-1:123456789012:prompt/AAAAAAAAAA:1'],
      ['something else', () => 'arn:aws:bedrock:us-east-1:123456789012:session/s'],
    ])('are not found by the ARN of %s', async (_, other) => {
      await using fixture = await openAt(make)
      const { resources } = fixture
      const { arn } = await resources.createFlow(minimal, many)

      await Promise.all(
        [
          resources.listTagsForResource(other(arn)),
          resources.tagResource(other(arn), { a: '1' }),
          resources.untagResource(other(arn), ['a']),
        ].map((each) => expect(each).rejects.toMatchObject({ name: 'ResourceNotFoundException' })),
      )
    })

    it('need an ARN, of the partition that asks', async () => {
      await using fixture = await openAt(make)
      const { id, arn } = await fixture.resources.createFlow(minimal, many)

      await expect(fixture.resources.listTagsForResource(id)).rejects.toMatchObject({ name: 'ValidationException' })
      const elsewhere = fixture.all.of({ ...partition, region: 'eu-west-1' })
      await expect(elsewhere.listTagsForResource(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })
  })
}
