import { createOpenAI } from '@ai-sdk/openai'
import type { Dialect } from './dialect.ts'
import { present } from './dialect.ts'

/** By chat completions: the Responses API has no stop sequences. @see https://platform.openai.com/docs/api-reference/chat/streaming */
export const openai: Dialect = {
  type: 'openai',
  endMark: 'a finish_reason',
  baseUrl: 'https://api.openai.com/v1',
  model: (name, settings) => createOpenAI(settings).chat(name),
  inference: ({ maxTokens, temperature, topP, stopSequences }) =>
    present({ max_completion_tokens: maxTokens, temperature, top_p: topP, stop: stopSequences }),
}
