import Type from 'typebox'
import { list, text, union } from '../shape.ts'

export const PromptModelInferenceConfiguration = Type.Object({
  temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  topP: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  maxTokens: Type.Optional(Type.Integer({ minimum: 0 })),
  stopSequences: Type.Optional(list(text(), { minItems: 0, maxItems: 4 })),
})
export type PromptModelInferenceConfiguration = Type.Static<typeof PromptModelInferenceConfiguration>

export const PromptInferenceConfiguration = union({ text: PromptModelInferenceConfiguration })
export type PromptInferenceConfiguration = Type.Static<typeof PromptInferenceConfiguration>

export const PerformanceConfiguration = Type.Object({ latency: Type.Optional(Type.Enum(['standard', 'optimized'])) })
