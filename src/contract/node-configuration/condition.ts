import Type from 'typebox'
import { list, text } from '../shape.ts'

export const FlowCondition = Type.Object({
  name: text({ pattern: '[a-zA-Z]([_]?[0-9a-zA-Z]){1,50}' }),
  expression: Type.Optional(text({ minLength: 1, maxLength: 64 })),
})
export type FlowCondition = Type.Static<typeof FlowCondition>

export const ConditionFlowNodeConfiguration = Type.Object({ conditions: list(FlowCondition, { minItems: 1, maxItems: 5 }) })

export const LoopControllerFlowNodeConfiguration = Type.Object({
  continueCondition: FlowCondition,
  maxIterations: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
})
