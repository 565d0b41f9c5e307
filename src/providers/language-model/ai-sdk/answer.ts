import type { LanguageModelV4FinishReason, LanguageModelV4StreamPart, LanguageModelV4Usage, SharedV4Warning } from '@ai-sdk/provider'
import type { ContentBlock, ConverseAnswer, ConverseOptions } from '../../../flow/capabilities/language-model.ts'
import type { Call } from '../call-failure.ts'
import { cutFailure, malformedFailure, streamFailure, tooLargeFailure, unsupportedFailure } from '../call-failure.ts'
import { parseJson } from '../parse-json.ts'
import { errorOf } from './error-of.ts'

type Finish = Extract<LanguageModelV4StreamPart, { type: 'finish' }>
type Gathered = { readonly type: 'text' | 'reasoning'; readonly id: string; readonly pieces: string[] }

/** Gathers the parts of a `doStream` into one answer in Converse's form. */
export class AiSdkAnswer {
  readonly #call: Call
  readonly #listeners: Pick<ConverseOptions, 'onText'>
  readonly #answerBytes: number
  readonly #blocks: (Gathered | ContentBlock)[] = []
  #sizeBytes = 0
  #texts = 0
  #finish?: Finish
  /** The vendor's id of the answer. */
  id?: string

  constructor(call: Call, listeners: Pick<ConverseOptions, 'onText'>, answerBytes: number) {
    this.#call = call
    this.#listeners = listeners
    this.#answerBytes = answerBytes
  }

  /** The end mark came: what follows changes nothing. */
  get finished(): boolean {
    return this.#finish !== undefined
  }

  /** @throws NodeError - the answer does not count. */
  add(part: LanguageModelV4StreamPart): void {
    switch (part.type) {
      case 'stream-start':
        return this.#refuse(part.warnings)
      case 'response-metadata':
        if (part.id !== undefined) this.id = part.id
        return
      case 'text-delta':
        if (part.delta === '') return
        this.#texts++
        this.#keep('text', part)
        return this.#listeners.onText(part.delta)
      case 'reasoning-delta':
        return this.#keep('reasoning', part)
      case 'tool-input-delta':
        return this.#grow(part.delta)
      case 'tool-call':
        // What the vendor ran itself is no tool for the flow to run.
        return part.providerExecuted === true ? undefined : this.#addTool(part)
      case 'error':
        throw streamFailure(this.#call, errorOf(part.error))
      case 'finish':
        return this.#end(part)
      default: // beginnings, ends and what a flow has no place for
    }
  }

  /** @throws NodeError - the answer is not whole. */
  whole(): Pick<ConverseAnswer, 'output' | 'stopReason' | 'usage'> {
    if (!this.#finish) throw cutFailure(this.#call)
    const content = this.#blocks.map((block) => ('type' in block ? blockOf(block) : block))
    return {
      output: { message: { role: 'assistant', content: content.length === 0 ? [{ text: '' }] : content } },
      stopReason: stopReason(this.#finish.finishReason),
      usage: usageOf(this.#finish.usage, this.#texts),
    }
  }

  #end(finish: Finish): void {
    const { unified, raw = 'an error' } = finish.finishReason
    if (unified === 'error') throw streamFailure(this.#call, raw)
    if (unified !== 'interrupted') this.#finish = finish
  }

  /** What the vendor's form has left out or changed. That the SDK picks the bound of an unknown model changes nothing written. */
  #refuse(warnings: readonly SharedV4Warning[]): void {
    for (const warning of warnings) {
      if (warning.type === 'other') throw unsupportedFailure(this.#call, warning.message)
      if (warning.type === 'deprecated' || warning.feature === 'maxOutputTokens') continue
      throw unsupportedFailure(this.#call, `${warning.feature}${warning.details === undefined ? '' : ` (${warning.details})`}`)
    }
  }

  #keep(type: Gathered['type'], { id, delta }: { readonly id: string; readonly delta: string }): void {
    if (delta === '') return
    const last = this.#blocks.at(-1)
    if (last && 'type' in last && last.type === type && last.id === id) last.pieces.push(delta)
    else this.#blocks.push({ type, id, pieces: [delta] })
    this.#grow(delta)
  }

  #addTool({ toolCallId, toolName, input }: Extract<LanguageModelV4StreamPart, { type: 'tool-call' }>): void {
    this.#grow(`${toolCallId}${toolName}${input}`)
    try {
      this.#blocks.push({ toolUse: { toolUseId: toolCallId, name: toolName, input: parseJson(input === '' ? '{}' : input) } })
    } catch (cause) {
      throw malformedFailure(this.#call, 'a tool call whose arguments are not JSON, or too deep', cause)
    }
  }

  #grow(text: string): void {
    this.#sizeBytes += Buffer.byteLength(text)
    if (this.#sizeBytes > this.#answerBytes) throw tooLargeFailure(this.#call, `${this.#answerBytes} bytes (limits.valueBytes)`)
  }
}

const blockOf = ({ type, pieces }: Gathered): ContentBlock =>
  type === 'text' ? { text: pieces.join('') } : { reasoningContent: { reasoningText: { text: pieces.join('') } } }

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const stopReason = ({ unified, raw = '' }: LanguageModelV4FinishReason): string => {
  switch (unified) {
    case 'length':
      return 'max_tokens'
    case 'tool-calls':
      return 'tool_use'
    case 'content-filter':
      return 'content_filtered'
    default:
      return raw === 'stop_sequence' ? raw : 'end_turn'
  }
}

/** Converse counts cached tokens apart. Without the vendor's own count each piece of text is one token. */
const usageOf = ({ inputTokens, outputTokens }: LanguageModelV4Usage, texts: number): ConverseAnswer['usage'] => {
  const [input, output] = [inputTokens.noCache ?? inputTokens.total ?? 0, outputTokens.total ?? texts]
  return { inputTokens: input, outputTokens: output, totalTokens: input + output }
}
