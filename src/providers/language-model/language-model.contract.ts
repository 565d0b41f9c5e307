import { describe, expect, it } from 'vitest'
import type { ConverseRequest, LanguageModel } from '../../flow/capabilities/language-model.ts'
import { reasonOf, recordedOptions } from './recorded-options.contract.ts'
import { withSlots } from './with-slots.ts'

/** A model that says its prompt back word by word, one word each `tokenDelayMs`. */
export interface EchoingModel extends AsyncDisposable {
  readonly model: LanguageModel
  readonly modelId: string
  readonly additionalModelRequestFields?: NonNullable<ConverseRequest['additionalModelRequestFields']>
  /** How many calls reached what answers them. */
  calls(): number
  /** Resolves when nothing of a call is left on the other side. */
  released(): Promise<void>
}

/** What every language model keeps. */
export const languageModelContract = (name: string, start: (tokenDelayMs: number) => Promise<EchoingModel>): void => {
  describe(`${name} as a language model`, () => {
    const requestFor = ({ modelId, additionalModelRequestFields }: EchoingModel, text: string): ConverseRequest => ({
      modelId,
      messages: [{ role: 'user', content: [{ text }] }],
      system: [],
      ...(additionalModelRequestFields !== undefined && { additionalModelRequestFields }),
    })

    it('streams its text and answers it whole, with usage', async () => {
      await using echoing = await start(0)
      const { options, seen } = recordedOptions()

      const answer = await echoing.model.converse(requestFor(echoing, 'one two  three'), options)

      expect(answer).toEqual({
        requestId: expect.stringMatching(/./),
        output: { message: { role: 'assistant', content: [{ text: 'one two  three' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 3, outputTokens: 3, totalTokens: 6 },
        metrics: { latencyMs: expect.any(Number) },
      })
      expect(seen.texts).toEqual(['one ', 'two  ', 'three'])
      expect(seen.bytes).toBeGreaterThanOrEqual('one two  three'.length)
    })

    it('carries every character of the world', async () => {
      await using echoing = await start(0)

      const answer = await echoing.model.converse(requestFor(echoing, 'Zürich 東京 👩‍👩‍👧 \\ " \u2028 end'), recordedOptions().options)

      expect(answer.output.message.content).toEqual([{ text: 'Zürich 東京 👩‍👩‍👧 \\ " \u2028 end' }])
    })

    it('makes no call for a signal that has fired already', async () => {
      await using echoing = await start(0)
      const { options, seen } = recordedOptions({ signal: AbortSignal.abort('stopped') })

      const call = echoing.model.converse(requestFor(echoing, 'one'), options)

      await expect(call).rejects.toBe('stopped')
      expect([seen.texts, seen.bytes, echoing.calls()]).toEqual([[], 0, 0])
    })

    it('lets go in the middle of its stream and says nothing after that', async () => {
      await using echoing = await start(20)
      const stop = new AbortController()
      const { options, seen } = recordedOptions({ signal: stop.signal, onText: () => seen.texts.length === 2 && stop.abort('stopped') })

      await expect(echoing.model.converse(requestFor(echoing, 'one two three four five'), options)).rejects.toBe('stopped')
      const atRelease = { texts: [...seen.texts], bytes: seen.bytes }
      await echoing.released()

      expect(atRelease.texts).toEqual(['one ', 'two '])
      expect({ texts: seen.texts, bytes: seen.bytes }).toEqual(atRelease)
    })

    it('lets go between two words', async () => {
      await using echoing = await start(60_000)
      const stop = new AbortController()
      const { options, seen } = recordedOptions({ signal: stop.signal })
      const reason = reasonOf(echoing.model.converse(requestFor(echoing, 'one two'), options))
      while (echoing.calls() === 0) await turn()

      stop.abort('stopped')

      expect(await reason).toBe('stopped')
      await echoing.released()
      expect(seen.texts).toEqual([])
    })

    it('never starts a call that was stopped while it waited for a slot', async () => {
      await using echoing = await start(60_000)
      const model = withSlots(echoing.model, 1)
      const [first, second] = [new AbortController(), new AbortController()]
      const { options, seen } = recordedOptions({ signal: second.signal })
      const running = reasonOf(model.converse(requestFor(echoing, 'one'), recordedOptions({ signal: first.signal }).options))
      const queued = reasonOf(model.converse(requestFor(echoing, 'two'), options))
      while (echoing.calls() === 0) await turn()

      second.abort('second')
      const reasons = [await queued]
      first.abort('first')
      reasons.push(await running)

      expect(reasons).toEqual(['second', 'first'])
      expect([seen.queued, seen.texts, echoing.calls()]).toEqual([[true], [], 1])
    })

    it('answers many calls at once without mixing them', async () => {
      await using echoing = await start(0)
      const prompts = Array.from({ length: 20 }, (_, index) => `prompt number ${index} of many`)

      const answers = await Promise.all(
        prompts.map((prompt) => echoing.model.converse(requestFor(echoing, prompt), recordedOptions().options)),
      )

      expect(answers.map(({ output }) => output.message.content)).toEqual(prompts.map((text) => [{ text }]))
    })
  })
}

const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5))
