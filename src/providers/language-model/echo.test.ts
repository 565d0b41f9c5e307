import { describe, expect, it } from 'vitest'
import type { ConverseRequest, Message } from '../../flow/capabilities/language-model.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Json } from '../../lib/json.ts'
import { randomIds } from '../../lib/ids.ts'
import { echoLanguageModel } from './echo.ts'
import { languageModelContract } from './language-model.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'

languageModelContract('echo', async (tokenDelayMs) => {
  let calls = 0
  const model = echoLanguageModel({ clock: systemClock, ids: randomIds, answerBytes: 6_291_456 })
  return {
    model: {
      converse(request, options) {
        const call = model.converse(request, options)
        if (!options.signal.aborted) calls++
        return call
      },
    },
    modelId: 'sluice.echo-v1:0',
    additionalModelRequestFields: { tokenDelayMs },
    calls: () => calls,
    released: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
})

const frozen: Clock = { now: () => 0, monotonic: () => 0, timer: (_, fire) => (queueMicrotask(fire), { cancel: () => {} }) }
const ids = { resource: () => 'RESOURCE01', uuid: () => 'drawn-id' }
const echo = () => echoLanguageModel({ clock: frozen, ids, answerBytes: 1000 })
const user = (text: string): Message => ({ role: 'user', content: [{ text }] })
const request = (additionalModelRequestFields?: Json): ConverseRequest => ({
  modelId: 'sluice.echo-v1:0',
  messages: [user('one two')],
  system: [],
  ...(additionalModelRequestFields !== undefined && { additionalModelRequestFields }),
})

describe('the echo model', () => {
  it.each<[string, Partial<ConverseRequest>, { text: string; stopReason: string; inputTokens: number; outputTokens: number }]>([
    ['its prompt', {}, { text: 'one two', stopReason: 'end_turn', inputTokens: 2, outputTokens: 2 }],
    [
      'the last user message',
      { messages: [user('a'), { role: 'assistant', content: [{ text: 'b' }] }, user('c d')], system: [{ text: 'e' }] },
      { text: 'c d', stopReason: 'end_turn', inputTokens: 5, outputTokens: 2 },
    ],
    [
      'its prompt several times',
      { additionalModelRequestFields: { repeat: 3 } },
      { text: 'one two one two one two', stopReason: 'end_turn', inputTokens: 2, outputTokens: 6 },
    ],
    [
      'no more than maxTokens',
      { inferenceConfig: { maxTokens: 1 } },
      { text: 'one ', stopReason: 'max_tokens', inputTokens: 2, outputTokens: 1 },
    ],
    [
      'nothing from a stop sequence on',
      { inferenceConfig: { stopSequences: ['zzz', ' two'] } },
      { text: 'one', stopReason: 'stop_sequence', inputTokens: 2, outputTokens: 1 },
    ],
    [
      'white space as it is',
      { messages: [user('  a\n\nb ')] },
      { text: '  a\n\nb ', stopReason: 'end_turn', inputTokens: 2, outputTokens: 3 },
    ],
    ['nothing to nothing', { messages: [user('')] }, { text: '', stopReason: 'end_turn', inputTokens: 0, outputTokens: 0 }],
  ])('says %s', async (_, changes, { text, stopReason, inputTokens, outputTokens }) => {
    const answer = await echo().converse({ ...request(), ...changes }, recordedOptions().options)

    expect(answer).toEqual({
      requestId: 'drawn-id',
      output: { message: { role: 'assistant', content: [{ text }] } },
      stopReason,
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
      metrics: { latencyMs: 0 },
    })
  })

  it.each<[Json, string]>([
    [{ tokenDelay: 5 }, "there is no field 'tokenDelay'; there are tokenDelayMs, repeat, fail, failTimes"],
    [JSON.parse('{"__proto__":{"repeat":2}}'), "there is no field '__proto__'"],
    [{ tokenDelayMs: '5' }, 'tokenDelayMs must be a whole number from 0 to 86400000'],
    [{ tokenDelayMs: -1 }, 'tokenDelayMs must be'],
    [{ repeat: 0 }, 'repeat must be a whole number from 1 to 10000000'],
    [{ repeat: 1.5 }, 'repeat must be'],
    [{ repeat: null }, 'repeat must be'],
    [{ fail: 'often' }, 'fail must be throttling, unavailable, refused'],
    [{ failTimes: 1 }, 'failTimes needs the field fail'],
    [[], 'additionalModelRequestFields must be an object'],
    ['fast', 'additionalModelRequestFields must be an object'],
    [{ repeat: 126 }, 'more than 1000 bytes (limits.valueBytes)'],
  ])('fails the node for the fields %j', async (fields, named) => {
    await expect(echo().converse(request(fields), recordedOptions().options)).rejects.toMatchObject({
      name: 'NodeError',
      code: 'VALIDATION',
      retryable: false,
      message: expect.stringContaining(named),
    })
  })

  it('fails the node for a guardrail, which it cannot apply', async () => {
    const guarded = { ...request(), guardrailConfig: { guardrailIdentifier: 'gr1', guardrailVersion: '1' } }

    await expect(echo().converse(guarded, recordedOptions().options)).rejects.toMatchObject({
      code: 'VALIDATION',
      message: expect.stringContaining('guardrail gr1'),
    })
  })

  it.each([
    ['throttling', 'DEPENDENCY_FAILED', true],
    ['unavailable', 'BAD_GATEWAY', true],
    ['refused', 'DEPENDENCY_FAILED', false],
  ])('fails as asked: %s', async (fail, code, retryable) => {
    const { options, seen } = recordedOptions()

    await expect(echo().converse(request({ fail }), options)).rejects.toMatchObject({ name: 'NodeError', code, retryable })

    expect(seen.texts).toEqual([])
  })

  it('fails only the first calls of each visit when failTimes says so', async () => {
    const model = echo()
    const outcome = (idempotencyKey: string): Promise<string> =>
      model.converse(request({ fail: 'throttling', failTimes: 2 }), recordedOptions({ idempotencyKey }).options).then(
        () => 'answer',
        () => 'failure',
      )

    const outcomes = [
      await outcome('a'),
      await outcome('b'),
      await outcome('a'),
      await outcome('a'),
      await outcome('b'),
      await outcome('b'),
    ]

    expect(outcomes).toEqual(['failure', 'failure', 'failure', 'answer', 'failure', 'answer'])
  })

  it('pauses before each word', async () => {
    const delays: number[] = []
    const clock: Clock = { ...frozen, timer: (delayMs, fire) => (delays.push(delayMs), frozen.timer(0, fire)) }

    await echoLanguageModel({ clock, ids, answerBytes: 1000 }).converse(request({ tokenDelayMs: 7 }), recordedOptions().options)

    expect(delays).toEqual([7, 7])
  })
})
