import { createAnthropic } from '@ai-sdk/anthropic'
import type { Dialect } from './dialect.ts'
import { present } from './dialect.ts'

/** @see https://docs.anthropic.com/en/api/messages-streaming */
export const anthropic: Dialect = {
  type: 'anthropic',
  endMark: 'message_stop',
  baseUrl: 'https://api.anthropic.com/v1',
  model: (name, settings) => createAnthropic(settings)(name),
  inference: ({ maxTokens, temperature, topP, stopSequences }) =>
    present({ max_tokens: maxTokens, temperature, top_p: topP, stop_sequences: stopSequences }),
  cachePoint: ({ ttl }) => ({ anthropic: { cacheControl: { type: 'ephemeral', ...(ttl !== undefined && { ttl }) } } }),
}
