import type {
  ContentBlock,
  ConverseAnswer,
  ConverseOptions,
  ConverseRequest,
  InferenceConfig,
} from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { sleep } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'

/** How many words are said between two looks at the signal when there is no pause. */
const wordsPerTurn = 512

/** What a built-in model says: word by word, a token being a word. */
export interface Saying {
  readonly words: readonly string[]
  readonly stopReason: string
  /** What it answers in place of its words. */
  readonly content?: readonly ContentBlock[]
  /** The pause before each word. */
  readonly tokenDelayMs: number
}

/** As much of a text as `maxTokens` and `stopSequences` leave. */
export const within = (text: string, { maxTokens = Infinity, stopSequences = [] }: InferenceConfig = {}): Omit<Saying, 'tokenDelayMs'> => {
  const stop = Math.min(...stopSequences.map((sequence) => text.indexOf(sequence)).filter((at) => at !== -1))
  const words = wordsOf(Number.isFinite(stop) ? text.slice(0, stop) : text)
  if (words.length > maxTokens) return { words: words.slice(0, maxTokens), stopReason: 'max_tokens' }
  return { words, stopReason: Number.isFinite(stop) ? 'stop_sequence' : 'end_turn' }
}

/** Each word with the white space after it, so that the words together are the text. */
const wordsOf = (text: string): readonly string[] => text.match(/^\s+|\S+\s*/g) ?? []

/** Says it as a model streams. @throws the signal's reason */
export const speak = async (
  { words, stopReason, content, tokenDelayMs }: Saying,
  { request, options, clock, ids }: { request: ConverseRequest; options: ConverseOptions; clock: Clock; ids: Ids },
): Promise<ConverseAnswer> => {
  const beganAt = clock.monotonic()
  for (const [index, word] of words.entries()) {
    if (tokenDelayMs > 0 || index % wordsPerTurn === wordsPerTurn - 1) await sleep(clock, tokenDelayMs, options.signal)
    options.onBytes(Buffer.byteLength(word))
    options.onText(word)
  }
  const [inputTokens, outputTokens] = [allText(request).match(/\S+/g)?.length ?? 0, words.length]
  return {
    requestId: ids.uuid(),
    output: { message: { role: 'assistant', content: content ?? [{ text: words.join('') }] } },
    stopReason,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: Math.round(clock.monotonic() - beganAt) },
  }
}

/** What a built-in model is asked. */
export const promptOf = ({ messages }: ConverseRequest): string => textOf(messages.findLast(({ role }) => role === 'user')?.content ?? [])

/** @throws NodeError - VALIDATION: nothing that an author wrote is silently ignored. */
export const refuseGuardrail = ({ guardrailConfig }: ConverseRequest, modelId: string): void => {
  if (guardrailConfig === undefined) return
  throw new NodeError(
    'VALIDATION',
    `Model ${modelId} cannot apply the guardrail ${guardrailConfig.guardrailIdentifier}: remove the node's guardrailConfiguration.`,
  )
}

const allText = ({ system, messages }: ConverseRequest): string =>
  [textOf(system), ...messages.map(({ content }) => textOf(content))].join(' ')

const textOf = (blocks: readonly object[]): string =>
  blocks.map((block) => ('text' in block && typeof block.text === 'string' ? block.text : '')).join('')
