import type { ContentBlockDelta, ConverseStreamMetadataEvent, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { ContentBlock, ConverseAnswer, ConverseOptions } from '../../../flow/capabilities/language-model.ts'
import type { Call } from '../call-failure.ts'
import { cutFailure, malformedFailure, tooLargeFailure } from '../call-failure.ts'
import { parseJson } from '../parse-json.ts'

/** One content block as it grows. */
interface Growing {
  readonly tool?: { readonly toolUseId: string; readonly name: string }
  readonly text: string[]
  readonly toolInput: string[]
  readonly reasoning: string[]
  readonly redacted: Uint8Array[]
  signature?: string
}

/** Gathers the events of a ConverseStream into what Converse would have answered. */
export class BedrockAnswer {
  readonly #call: Call
  readonly #listeners: Pick<ConverseOptions, 'onText'>
  readonly #answerBytes: number
  readonly #blocks = new Map<number, Growing>()
  #sizeBytes = 0
  #texts = 0
  #stopReason?: string
  #metadata?: ConverseStreamMetadataEvent

  constructor(call: Call, listeners: Pick<ConverseOptions, 'onText'>, answerBytes: number) {
    this.#call = call
    this.#listeners = listeners
    this.#answerBytes = answerBytes
  }

  /** `messageStop` came: the answer is whole. */
  get finished(): boolean {
    return this.#stopReason !== undefined
  }

  /** @throws NodeError - the answer does not count. */
  add({ contentBlockStart, contentBlockDelta, messageStop, metadata }: ConverseStreamOutput): void {
    if (contentBlockStart) {
      const { toolUseId = '', name = '' } = contentBlockStart.start?.toolUse ?? {}
      const tool = contentBlockStart.start?.toolUse && { tool: { toolUseId, name } }
      this.#blocks.set(contentBlockStart.contentBlockIndex ?? 0, { ...emptyBlock(), ...tool })
      this.#grow(toolUseId + name)
    }
    if (contentBlockDelta?.delta) this.#addDelta(this.#blockAt(contentBlockDelta.contentBlockIndex ?? 0), contentBlockDelta.delta)
    if (messageStop) this.#stopReason = messageStop.stopReason ?? 'end_turn'
    if (metadata) this.#metadata = metadata
  }

  /** @throws NodeError - the answer is not whole. */
  whole(latencyMs: number): Omit<ConverseAnswer, 'requestId'> {
    if (this.#stopReason === undefined) throw cutFailure(this.#call)
    const content = [...this.#blocks].toSorted(([a], [b]) => a - b).flatMap(([, block]) => this.#contentOf(block))
    const { inputTokens = 0, outputTokens = this.#texts, totalTokens = inputTokens + outputTokens } = this.#metadata?.usage ?? {}
    return {
      output: { message: { role: 'assistant', content: content.length === 0 ? [{ text: '' }] : content } },
      stopReason: this.#stopReason,
      usage: { inputTokens, outputTokens, totalTokens },
      metrics: { latencyMs: this.#metadata?.metrics?.latencyMs ?? latencyMs },
    }
  }

  #addDelta(block: Growing, { text, toolUse, reasoningContent }: ContentBlockDelta): void {
    if (text !== undefined && text !== '') {
      this.#texts++
      block.text.push(text)
      this.#grow(text)
      this.#listeners.onText(text)
    }
    if (toolUse?.input !== undefined) {
      block.toolInput.push(toolUse.input)
      this.#grow(toolUse.input)
    }
    if (reasoningContent?.text !== undefined) {
      block.reasoning.push(reasoningContent.text)
      this.#grow(reasoningContent.text)
    }
    if (reasoningContent?.redactedContent !== undefined) {
      block.redacted.push(reasoningContent.redactedContent)
      this.#grow(reasoningContent.redactedContent)
    }
    if (reasoningContent?.signature !== undefined) {
      block.signature = reasoningContent.signature
      this.#grow(reasoningContent.signature)
    }
  }

  #blockAt(index: number): Growing {
    const known = this.#blocks.get(index)
    if (known) return known
    const block = emptyBlock()
    this.#blocks.set(index, block)
    this.#grow('')
    return block
  }

  #contentOf({ tool, text, toolInput, reasoning, redacted, signature }: Growing): readonly ContentBlock[] {
    if (tool) return [{ toolUse: { ...tool, input: this.#parsed(toolInput.join('')) } }]
    if (redacted.length > 0) return [{ reasoningContent: { redactedContent: Buffer.concat(redacted).toString('base64') } }]
    if (reasoning.length > 0 || signature !== undefined) {
      const reasoningText = { text: reasoning.join(''), ...(signature !== undefined && { signature }) }
      return [{ reasoningContent: { reasoningText } }]
    }
    return [{ text: text.join('') }]
  }

  #parsed(input: string) {
    try {
      return parseJson(input === '' ? '{}' : input)
    } catch (cause) {
      throw malformedFailure(this.#call, 'a tool call whose arguments are not JSON, or too deep', cause)
    }
  }

  #grow(piece: string | Uint8Array): void {
    this.#sizeBytes += Buffer.byteLength(piece) + 1
    if (this.#sizeBytes > this.#answerBytes) throw tooLargeFailure(this.#call, `${this.#answerBytes} bytes (limits.valueBytes)`)
  }
}

const emptyBlock = (): Growing => ({ text: [], toolInput: [], reasoning: [], redacted: [] })
