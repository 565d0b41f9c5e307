import type { ContentBlock, ConverseAnswer } from '../../flow/capabilities/language-model.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'
import { parseJson } from './parse-json.ts'

/** Gathers the chunks of a `chat.completion.chunk` stream into one answer in Converse's form. */
export class OpenAiAnswer {
  /** The server's id of the answer. */
  id?: string
  /** What is kept of the answer so far. */
  sizeBytes = 0
  #finishReason?: string
  #usage?: ConverseAnswer['usage']
  readonly #pieces: string[] = []
  readonly #toolCalls = new Map<number, ToolCall>()

  /** A chunk said why the answer ends: it is whole. */
  get finished(): boolean {
    return this.#finishReason !== undefined
  }

  /** Takes one chunk in and answers its text. */
  add(chunk: JsonObject): string {
    if (typeof chunk['id'] === 'string' && chunk['id'] !== '') this.id ??= chunk['id']
    const usage = usageOf(chunk['usage'])
    if (usage !== undefined) this.#usage = usage
    const choice = Array.isArray(chunk['choices']) ? chunk['choices'][0] : undefined
    if (!isJsonObject(choice)) return ''
    if (typeof choice['finish_reason'] === 'string') this.#finishReason = choice['finish_reason']
    return isJsonObject(choice['delta']) ? this.#addDelta(choice['delta']) : ''
  }

  /** @throws SyntaxError - the arguments of a tool call are not JSON, or nest deeper than anything may. */
  content(): readonly ContentBlock[] {
    const tools = [...this.#toolCalls.values()].map(({ id, name, pieces }) => ({
      toolUse: { toolUseId: id, name, input: parseJson(pieces.join('') || '{}') },
    }))
    return this.#pieces.length === 0 && tools.length > 0 ? tools : [{ text: this.#pieces.join('') }, ...tools]
  }

  stopReason(): string {
    const reason = this.#finishReason ?? 'stop'
    return stopReasons.get(reason) ?? reason
  }

  /** Without the server's own count each piece of text is one token of output, as the known servers send them. */
  usage(): ConverseAnswer['usage'] {
    const outputTokens = this.#pieces.length
    return this.#usage ?? { inputTokens: 0, outputTokens, totalTokens: outputTokens }
  }

  #addDelta(delta: JsonObject): string {
    if (Array.isArray(delta['tool_calls'])) for (const call of delta['tool_calls']) this.#addToolCall(call)
    const text = stringOf(delta['content'])
    this.#keep(this.#pieces, text)
    return text
  }

  /** Id and name come once, the arguments in pieces; `index` says what belongs together. */
  #addToolCall(call: Json): void {
    if (!isJsonObject(call) || !isJsonObject(call['function'])) return
    const index = typeof call['index'] === 'number' ? call['index'] : this.#toolCalls.size
    const known = this.#toolCalls.get(index) ?? this.#newToolCall(index, stringOf(call['id']), stringOf(call['function']['name']))
    this.#keep(known.pieces, stringOf(call['function']['arguments']))
  }

  #newToolCall(index: number, id: string, name: string): ToolCall {
    const toolCall = { id, name, pieces: [] }
    this.#toolCalls.set(index, toolCall)
    this.sizeBytes += Buffer.byteLength(id + name) + 1
    return toolCall
  }

  #keep(pieces: string[], piece: string): void {
    if (piece === '') return
    pieces.push(piece)
    this.sizeBytes += Buffer.byteLength(piece)
  }
}

interface ToolCall {
  readonly id: string
  readonly name: string
  readonly pieces: string[]
}

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const stopReasons = new Map([
  ['stop', 'end_turn'],
  ['length', 'max_tokens'],
  ['tool_calls', 'tool_use'],
  ['function_call', 'tool_use'],
  ['content_filter', 'content_filtered'],
])

const stringOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const usageOf = (usage: Json | undefined): ConverseAnswer['usage'] | undefined => {
  if (!isJsonObject(usage)) return undefined
  const [inputTokens, outputTokens] = [count(usage['prompt_tokens']), count(usage['completion_tokens'])]
  if (inputTokens === undefined || outputTokens === undefined) return undefined
  return { inputTokens, outputTokens, totalTokens: count(usage['total_tokens']) ?? inputTokens + outputTokens }
}

const count = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
