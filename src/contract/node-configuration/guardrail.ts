import Type from 'typebox'
import { text } from '../shape.ts'

export const GuardrailConfiguration = Type.Object({
  guardrailIdentifier: Type.Optional(
    text({ maxLength: 2048, pattern: '(([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))' }),
  ),
  guardrailVersion: Type.Optional(text({ pattern: '(([0-9]{1,8})|(DRAFT))' })),
})
export type GuardrailConfiguration = Type.Static<typeof GuardrailConfiguration>
