import Type from 'typebox'
import { FlowNodeName } from './flow-definition.ts'
import { executionLabels, NodeName } from './flow-execution.ts'
import { MaxResults, NextToken } from './identifier.ts'
import { document, list, query, requiredQuery, text, Timestamp, union } from './shape.ts'

const content = union({ document: document() })

/**
 * The type of a value, as events write it.
 * @remarks Assumed: in capitals, like the recorded traces of InvokeFlow; the model of the API has `String` to `Array`.
 */
export const FieldType = Type.Enum(['STRING', 'NUMBER', 'BOOLEAN', 'OBJECT', 'ARRAY'])
export type FieldType = Type.Static<typeof FieldType>

/** Of everything that happens at a node. */
export const happened = { nodeName: NodeName, timestamp: Timestamp }

const FlowFieldsEvent = Type.Object({ ...happened, fields: list(Type.Object({ name: NodeName, content }), { minItems: 1 }) })

/** What a field of an input says beside its name. */
export const inputFieldFacts = {
  content,
  source: Type.Optional(
    Type.Object({ nodeName: NodeName, outputFieldName: FlowNodeName, expression: text({ minLength: 1, maxLength: 64 }) }),
  ),
  type: Type.Optional(FieldType),
  category: Type.Optional(Type.Enum(['LoopCondition', 'ReturnValueToLoopStart', 'ExitLoop'])),
  executionChain: Type.Optional(
    list(Type.Object({ nodeName: NodeName, index: Type.Optional(Type.Integer()), type: Type.Enum(['Iterator', 'Loop']) })),
  ),
}

/** What a field of an output says beside its name. */
export const outputFieldFacts = {
  content,
  next: Type.Optional(list(Type.Object({ nodeName: NodeName, inputFieldName: FlowNodeName }))),
  type: Type.Optional(FieldType),
}

const NodeInputField = Type.Object({ name: NodeName, ...inputFieldFacts })
const NodeOutputField = Type.Object({ name: NodeName, ...outputFieldFacts })

/** Which condition of a Condition node held. */
export const satisfiedConditions = list(Type.Object({ conditionName: text() }), { minItems: 1, maxItems: 5 })

/** What a node asked for outside, and what it was answered. */
export const action = {
  requestId: text(),
  serviceName: text(),
  operationName: text(),
  operationRequest: Type.Optional(document()),
  operationResponse: Type.Optional(document()),
}
export const traceElements = union({ agentTraces: list(document()) })

/**
 * One thing that happened in an execution, under the name of its kind.
 * @remarks Assumed: AWS declares at most five fields in an input and two in an output, fewer than a node may have; all are shown.
 */
export const FlowExecutionEvent = union({
  flowInputEvent: FlowFieldsEvent,
  flowOutputEvent: FlowFieldsEvent,
  nodeInputEvent: Type.Object({ ...happened, fields: list(NodeInputField, { minItems: 1 }) }),
  nodeOutputEvent: Type.Object({ ...happened, fields: list(NodeOutputField, { minItems: 1 }) }),
  conditionResultEvent: Type.Object({
    ...happened,
    satisfiedConditions,
  }),
  nodeFailureEvent: Type.Object({
    ...happened,
    errorCode: Type.Enum(['VALIDATION', 'DEPENDENCY_FAILED', 'BAD_GATEWAY', 'INTERNAL_SERVER']),
    errorMessage: text(),
  }),
  flowFailureEvent: Type.Object({
    timestamp: Timestamp,
    errorCode: Type.Enum(['VALIDATION', 'INTERNAL_SERVER', 'NODE_EXECUTION_FAILED']),
    errorMessage: text(),
  }),
  nodeActionEvent: Type.Object({
    ...happened,
    ...action,
  }),
  nodeDependencyEvent: Type.Object({ ...happened, traceElements }),
})
export type FlowExecutionEvent = Type.Static<typeof FlowExecutionEvent>

export const ListFlowExecutionEventsRequest = Type.Object({
  ...executionLabels,
  eventType: requiredQuery(Type.Enum(['Node', 'Flow'])),
  maxResults: query(MaxResults),
  nextToken: query(NextToken),
})
export const ListFlowExecutionEventsResponse = Type.Object({
  flowExecutionEvents: list(FlowExecutionEvent, { minItems: 0, maxItems: 10 }),
  nextToken: Type.Optional(NextToken),
})
