import { createGoogle } from '@ai-sdk/google'
import type { Dialect } from './dialect.ts'
import { present } from './dialect.ts'

/** @see https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent */
export const google: Dialect = {
  type: 'google',
  endMark: 'a finishReason',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  model: (name, settings) => createGoogle(settings)(name),
  inference: ({ maxTokens, temperature, topP, stopSequences }) => {
    const generationConfig = present({ maxOutputTokens: maxTokens, temperature, topP, stopSequences })
    return Object.keys(generationConfig).length === 0 ? {} : { generationConfig }
  },
}
