import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConverseAnswer, LanguageModel } from '../../flow/capabilities/language-model.ts'
import { recordedOptions } from './recorded-options.contract.ts'
import { routedLanguageModel } from './routed.ts'

const naming = (name: string): LanguageModel => ({
  converse: ({ modelId }) => Promise.resolve({ requestId: `${name}:${modelId}` } as ConverseAnswer),
})

const routed = (...matches: readonly string[]): LanguageModel =>
  routedLanguageModel(
    matches.map((match, index) => ({ match, provider: naming(`provider-${index}`), model: 'llama3.2' })),
    new Map([['sluice.echo-v1:0', naming('built-in')]]),
  )

const ask = (model: LanguageModel, modelId: string): Promise<ConverseAnswer> =>
  model.converse({ modelId, messages: [], system: [] }, recordedOptions().options)

describe('a model id', () => {
  it.each([
    ['anthropic.claude-3-haiku-20240307-v1:0', ['anthropic.claude-*', '*'], 'provider-0:llama3.2'],
    ['amazon.nova-lite-v1:0', ['anthropic.claude-*', '*'], 'provider-1:llama3.2'],
    ['us.anthropic.claude-3-haiku', ['anthropic.*', '*anthropic.*'], 'provider-1:llama3.2'],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0', ['amazon.*', '*/amazon.nova-*:0'], 'provider-1:llama3.2'],
    ['amazon.nova', ['amazon.novas', 'Amazon.nova', 'amazon_nova', 'amazon.nova'], 'provider-3:llama3.2'],
    ['aba', ['ab*ba', 'a*a*a', '*a*b*'], 'provider-2:llama3.2'],
    ['sluice.echo-v1:0', ['*'], 'built-in:sluice.echo-v1:0'],
  ])('%s among %j leads to %s', async (modelId, matches, expected) => {
    await expect(ask(routed(...matches), modelId)).resolves.toEqual({ requestId: expected })
  })

  it('that leads nowhere fails the node and names the setting', async () => {
    await expect(ask(routed('anthropic.*'), 'amazon.nova-lite-v1:0')).rejects.toMatchObject({
      name: 'NodeError',
      code: 'VALIDATION',
      retryable: false,
      message:
        "No language model is configured for the model id 'amazon.nova-lite-v1:0': add an entry to models.routes that matches it (sluice run takes --model too), " +
        'or use the built-in sluice.echo-v1:0.',
    })
  })

  it('matches exactly as the regular expression of its pattern would', async () => {
    const word = (letters: string) => fc.array(fc.constantFrom(...Array.from(letters)), { maxLength: 5 }).map((all) => all.join(''))
    await fc.assert(
      fc.asyncProperty(word('a.*'), word('a.'), async (pattern, modelId) => {
        const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
        const found = await ask(routed(pattern), modelId).then(
          () => true,
          () => false,
        )
        expect(found).toBe(expression.test(modelId))
      }),
      { numRuns: 500 },
    )
  })
})
