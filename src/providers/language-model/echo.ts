import type { ConverseRequest, LanguageModel } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { sleep } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { echoFields } from './echo-fields.ts'
import type { EchoFields } from './echo-fields.ts'

export const echoModelId = 'sluice.echo-v1:0'

/** How many words are said between two looks at the signal when there is no pause. */
const wordsPerTurn = 512
/** How many visits that are failing are remembered. */
const rememberedVisits = 10_000

/**
 * A model for trying things without any model: it says the text of the last user message back, word by word. It keeps
 * `maxTokens` and `stopSequences`, a token being a word; nothing else in a request changes what it says. Its own
 * steering stands in `additionalModelRequestFields`: `EchoFields`.
 */
export const echoLanguageModel = ({ clock, ids, answerBytes }: { clock: Clock; ids: Ids; answerBytes: number }): LanguageModel => {
  const failures = new Map<string, number>()
  return {
    async converse(request, options) {
      const { signal, idempotencyKey } = options
      signal.throwIfAborted()
      const beganAt = clock.monotonic()
      const fields = echoFields(request.additionalModelRequestFields)
      refuseGuardrail(request)
      failAsAsked(fields, idempotencyKey, failures)
      const { words, stopReason } = answerTo(request, fields, answerBytes)
      for (const [index, word] of words.entries()) {
        if (fields.tokenDelayMs > 0 || index % wordsPerTurn === wordsPerTurn - 1) await sleep(clock, fields.tokenDelayMs, signal)
        options.onBytes(byteLength(word))
        options.onText(word)
      }
      const [inputTokens, outputTokens] = [allText(request).match(/\S+/g)?.length ?? 0, words.length]
      return {
        requestId: ids.uuid(),
        output: { message: { role: 'assistant', content: [{ text: words.join('') }] } },
        stopReason,
        usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
        metrics: { latencyMs: Math.round(clock.monotonic() - beganAt) },
      }
    },
  }
}

const refuseGuardrail = ({ guardrailConfig }: ConverseRequest): void => {
  if (guardrailConfig === undefined) return
  throw new NodeError(
    'VALIDATION',
    `Model ${echoModelId} cannot apply the guardrail ${guardrailConfig.guardrailIdentifier}: remove the node's guardrailConfiguration.`,
  )
}

const failAsAsked = ({ fail, failTimes }: EchoFields, idempotencyKey: string, failures: Map<string, number>): void => {
  if (fail === undefined) return
  const failed = failures.get(idempotencyKey) ?? 0
  failures.delete(idempotencyKey)
  if (failed >= failTimes) return
  failures.set(idempotencyKey, failed + 1)
  const [oldest] = failures.keys()
  if (failures.size > rememberedVisits && oldest !== undefined) failures.delete(oldest)
  throw failureOf[fail]()
}

const failureOf = {
  throttling: () =>
    new NodeError('DEPENDENCY_FAILED', `Model ${echoModelId} throttled the call, as its field fail asks.`, { retryable: true }),
  unavailable: () => new NodeError('BAD_GATEWAY', `Model ${echoModelId} is unavailable, as its field fail asks.`, { retryable: true }),
  refused: () => new NodeError('DEPENDENCY_FAILED', `Model ${echoModelId} refused the call, as its field fail asks.`),
} satisfies Record<NonNullable<EchoFields['fail']>, () => NodeError>

interface Saying {
  readonly words: readonly string[]
  readonly stopReason: string
}

const answerTo = (request: ConverseRequest, { repeat }: EchoFields, answerBytes: number): Saying => {
  const { maxTokens = Infinity, stopSequences = [] } = request.inferenceConfig ?? {}
  const prompt = textOf(request.messages.findLast(({ role }) => role === 'user')?.content ?? [])
  if ((byteLength(prompt) + 1) * repeat - 1 > answerBytes) {
    throw new NodeError(
      'VALIDATION',
      `Model ${echoModelId} would say more than ${answerBytes} bytes (limits.valueBytes): ask for fewer with repeat.`,
    )
  }
  const whole = Array.from({ length: repeat }, () => prompt).join(' ')
  const stop = Math.min(...stopSequences.map((sequence) => whole.indexOf(sequence)).filter((at) => at !== -1))
  const words = wordsOf(Number.isFinite(stop) ? whole.slice(0, stop) : whole)
  if (words.length > maxTokens) return { words: words.slice(0, maxTokens), stopReason: 'max_tokens' }
  return { words, stopReason: Number.isFinite(stop) ? 'stop_sequence' : 'end_turn' }
}

/** Each word with the white space after it, so that the words together are the text. */
const wordsOf = (text: string): readonly string[] => text.match(/^\s+|\S+\s*/g) ?? []

const allText = ({ system, messages }: ConverseRequest): string =>
  [textOf(system), ...messages.map(({ content }) => textOf(content))].join(' ')

const textOf = (blocks: readonly object[]): string =>
  blocks.map((block) => ('text' in block && typeof block.text === 'string' ? block.text : '')).join('')

const byteLength = (text: string): number => Buffer.byteLength(text)
