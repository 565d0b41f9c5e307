import { describe, expect, it } from 'vitest'
import type { ConverseRequest } from '../../flow/capabilities/language-model.ts'
import { systemClock } from '../../lib/clock.ts'
import { randomIds } from '../../lib/ids.ts'
import { languageModelContract } from './language-model.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'
import type { ScriptedRule } from './scripted.ts'
import { scriptedLanguageModel } from './scripted.ts'

const ids = { resource: () => 'RESOURCE01', uuid: () => 'drawn-id' }
const scripted = (...rules: readonly Partial<ScriptedRule>[]) =>
  scriptedLanguageModel(
    rules.map((rule) => ({ match: '*', tokenDelayMs: 0, ...rule })),
    { clock: systemClock, ids },
  )
const asks = (text: string, changes: Partial<ConverseRequest> = {}): ConverseRequest => ({
  modelId: 'amazon.nova-lite-v1:0',
  messages: [
    { role: 'user', content: [{ text: 'before' }] },
    { role: 'assistant', content: [{ text: 'yes' }] },
    { role: 'user', content: [{ text }] },
  ],
  system: [],
  ...changes,
})

describe('the scripted model', () => {
  it.each([
    ['classify this', 'positive'],
    ['please classify this', 'fallback'],
    ['anything', 'fallback'],
  ])('answers %s by the first rule that matches the last user message', async (prompt, text) => {
    const model = scripted({ match: 'classify *', answer: 'positive' }, { match: '*', answer: 'fallback' })

    const { output, stopReason } = await model.converse(asks(prompt), recordedOptions().options)

    expect([output.message.content, stopReason]).toEqual([[{ text }], 'end_turn'])
  })

  it('asks for a tool', async () => {
    const model = scripted({ toolUse: { name: 'search', input: { query: 'tea' } } })

    const { output, stopReason } = await model.converse(asks('x'), recordedOptions().options)

    expect(output.message.content).toEqual([{ toolUse: { toolUseId: 'drawn-id', name: 'search', input: { query: 'tea' } } }])
    expect(stopReason).toBe('tool_use')
  })

  it('keeps maxTokens', async () => {
    const model = scripted({ answer: 'one two three' })

    const { output, usage } = await model.converse(asks('x', { inferenceConfig: { maxTokens: 2 } }), recordedOptions().options)

    expect([output.message.content, usage.outputTokens]).toEqual([[{ text: 'one two ' }], 2])
  })

  it('says which prompt has no rule, and where one belongs', async () => {
    await expect(scripted({ match: 'a' }).converse(asks(`b\n${'b'.repeat(300)}`), recordedOptions().options)).rejects.toMatchObject({
      code: 'VALIDATION',
      retryable: false,
      message: `Model sluice.scripted-v1:0 has no rule for the prompt 'b ${'b'.repeat(197)}…': add one to models.scripted that matches it.`,
    })
  })

  it('refuses a guardrail', async () => {
    const guardrailConfig = { guardrailIdentifier: 'g-1', guardrailVersion: '1' }

    await expect(scripted({ answer: 'x' }).converse(asks('x', { guardrailConfig }), recordedOptions().options)).rejects.toThrow(
      'guardrail g-1',
    )
  })
})

languageModelContract('scripted', async (tokenDelayMs) => {
  let calls = 0
  return {
    model: {
      converse(request, options) {
        const prompt = request.messages.at(-1)?.content[0]
        const answer = prompt && 'text' in prompt ? prompt.text : ''
        const call = scriptedLanguageModel([{ match: '*', answer, tokenDelayMs }], { clock: systemClock, ids: randomIds }).converse(
          request,
          options,
        )
        if (!options.signal.aborted) calls++
        return call
      },
    },
    modelId: 'sluice.scripted-v1:0',
    calls: () => calls,
    released: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
})
