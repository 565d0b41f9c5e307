import Type from 'typebox'
import { FlowConnectionName, FlowNodeName, IoType } from './flow-definition.ts'
import { empty, text, union } from './shape.ts'

const cause = text({ maxLength: 2048 })
const ofConnection = Type.Object({ connection: FlowConnectionName })
const ofNode = Type.Object({ node: FlowNodeName })
const ofInput = Type.Object({ node: FlowNodeName, input: FlowNodeName })
const ofOutput = Type.Object({ node: FlowNodeName, output: FlowNodeName })
const ofLoop = Type.Object({ loopNode: FlowNodeName })

/** Where a finding is, under the name of its type with a small first letter. */
export const FlowValidationDetails = union({
  cyclicConnection: ofConnection,
  duplicateConnections: Type.Object({ source: FlowNodeName, target: FlowNodeName }),
  duplicateConditionExpression: Type.Object({ node: FlowNodeName, expression: text({ minLength: 1, maxLength: 64 }) }),
  unreachableNode: ofNode,
  unknownConnectionSource: ofConnection,
  unknownConnectionSourceOutput: ofConnection,
  unknownConnectionTarget: ofConnection,
  unknownConnectionTargetInput: ofConnection,
  unknownConnectionCondition: ofConnection,
  malformedConditionExpression: Type.Object({ node: FlowNodeName, condition: FlowNodeName, cause }),
  malformedNodeInputExpression: Type.Object({ node: FlowNodeName, input: FlowNodeName, cause }),
  mismatchedNodeInputType: Type.Object({ node: FlowNodeName, input: FlowNodeName, expectedType: IoType }),
  mismatchedNodeOutputType: Type.Object({ node: FlowNodeName, output: FlowNodeName, expectedType: IoType }),
  incompatibleConnectionDataType: ofConnection,
  missingConnectionConfiguration: ofConnection,
  missingDefaultCondition: ofNode,
  missingEndingNodes: empty(),
  missingNodeConfiguration: ofNode,
  missingNodeInput: ofInput,
  missingNodeOutput: ofOutput,
  missingStartingNodes: empty(),
  multipleNodeInputConnections: ofInput,
  unfulfilledNodeInput: ofInput,
  unsatisfiedConnectionConditions: ofConnection,
  unspecified: empty(),
  unknownNodeInput: ofInput,
  unknownNodeOutput: ofOutput,
  missingLoopInputNode: ofLoop,
  missingLoopControllerNode: ofLoop,
  multipleLoopInputNodes: ofLoop,
  multipleLoopControllerNodes: ofLoop,
  loopIncompatibleNodeType: Type.Object({
    node: FlowNodeName,
    incompatibleNodeType: Type.Enum(['Input', 'Condition', 'Iterator', 'Collector']),
    incompatibleNodeName: FlowNodeName,
  }),
  invalidLoopBoundary: Type.Object({ connection: FlowConnectionName, source: FlowNodeName, target: FlowNodeName }),
})
export type FlowValidationDetails = Type.Static<typeof FlowValidationDetails>

export const FlowValidationType = Type.Enum([
  'CyclicConnection',
  'DuplicateConnections',
  'DuplicateConditionExpression',
  'UnreachableNode',
  'UnknownConnectionSource',
  'UnknownConnectionSourceOutput',
  'UnknownConnectionTarget',
  'UnknownConnectionTargetInput',
  'UnknownConnectionCondition',
  'MalformedConditionExpression',
  'MalformedNodeInputExpression',
  'MismatchedNodeInputType',
  'MismatchedNodeOutputType',
  'IncompatibleConnectionDataType',
  'MissingConnectionConfiguration',
  'MissingDefaultCondition',
  'MissingEndingNodes',
  'MissingNodeConfiguration',
  'MissingNodeInput',
  'MissingNodeOutput',
  'MissingStartingNodes',
  'MultipleNodeInputConnections',
  'UnfulfilledNodeInput',
  'UnsatisfiedConnectionConditions',
  'Unspecified',
  'UnknownNodeInput',
  'UnknownNodeOutput',
  'MissingLoopInputNode',
  'MissingLoopControllerNode',
  'MultipleLoopInputNodes',
  'MultipleLoopControllerNodes',
  'LoopIncompatibleNodeType',
  'InvalidLoopBoundary',
])
export type FlowValidationType = Type.Static<typeof FlowValidationType>

/** One finding about a definition. */
export const FlowValidation = Type.Object({
  message: text({ pattern: '[\\s\\S]+' }),
  severity: Type.Enum(['Warning', 'Error']),
  details: Type.Optional(FlowValidationDetails),
  type: Type.Optional(FlowValidationType),
})
export type FlowValidation = Type.Static<typeof FlowValidation>
