import Type from 'typebox'
import { action, happened, inputFieldFacts, outputFieldFacts, satisfiedConditions, traceElements } from './flow-execution-event.ts'
import { NodeName } from './flow-execution.ts'
import { list, union } from './shape.ts'

/** What InvokeFlow tells of a run beside its outputs: the same facts as the events of an asynchronous execution, in other words. */
export const FlowTrace = union({
  nodeInputTrace: Type.Object({
    ...happened,
    fields: list(Type.Object({ nodeInputName: NodeName, ...inputFieldFacts }), { minItems: 1 }),
  }),
  nodeOutputTrace: Type.Object({
    ...happened,
    fields: list(Type.Object({ nodeOutputName: NodeName, ...outputFieldFacts }), { minItems: 1 }),
  }),
  conditionNodeResultTrace: Type.Object({ ...happened, satisfiedConditions }),
  nodeActionTrace: Type.Object({ ...happened, ...action }),
  nodeDependencyTrace: Type.Object({ ...happened, traceElements }),
})
export type FlowTrace = Type.Static<typeof FlowTrace>
