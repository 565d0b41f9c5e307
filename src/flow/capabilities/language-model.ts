import type { Json, JsonObject } from '../../lib/json.ts'
import type { CallOptions } from './call-options.ts'

/** A request in the vocabulary of Bedrock's Converse. Type aliases here, because what was asked and answered is recorded as plain JSON. */
export type ConverseRequest = {
  readonly modelId: string
  readonly messages: readonly Message[]
  readonly system: readonly SystemBlock[]
  readonly inferenceConfig?: InferenceConfig
  readonly toolConfig?: JsonObject
  readonly additionalModelRequestFields?: Json
  readonly guardrailConfig?: { readonly guardrailIdentifier: string; readonly guardrailVersion: string }
  readonly performanceConfig?: { readonly latency: 'standard' | 'optimized' }
}

export type Message = {
  readonly role: 'user' | 'assistant'
  readonly content: readonly ContentBlock[]
}

export type ContentBlock =
  | { readonly text: string }
  | { readonly cachePoint: JsonObject }
  | { readonly toolUse: JsonObject }
  | { readonly reasoningContent: JsonObject }
export type SystemBlock = { readonly text: string } | { readonly cachePoint: JsonObject }

export type InferenceConfig = {
  readonly maxTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly stopSequences?: readonly string[]
}

/** What Converse answers, once the stream reached its protocol's end mark. */
export type ConverseAnswer = {
  /** The provider's id of the request, or one drawn here. */
  readonly requestId: string
  readonly output: { readonly message: Message }
  readonly stopReason: string
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number; readonly totalTokens: number }
  readonly metrics: { readonly latencyMs: number }
}

export interface ConverseOptions extends CallOptions {
  /** Each piece of text as it streams in, also after the signal: that is what the proof of a stop counts. */
  onText(text: string): void
}

/** Completes conversations. */
export interface LanguageModel {
  /** @throws NodeError - what the flow's author can act on: an unmapped model id, a refusal, a cut answer. */
  converse(request: ConverseRequest, options: ConverseOptions): Promise<ConverseAnswer>
}
