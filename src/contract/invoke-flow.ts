import Type from 'typebox'
import { exceptionBodies } from './exception-bodies.ts'
import { FlowInput, NodeName } from './flow-execution.ts'
import { FlowTrace } from './flow-trace.ts'
import { FlowExecutionId, RuntimeFlowAliasIdentifier, RuntimeFlowIdentifier } from './identifier.ts'
import { PerformanceConfiguration } from './node-configuration/inference.ts'
import { document, eventStream, header, label, list, union } from './shape.ts'

export const InvokeFlowRequest = Type.Object({
  flowIdentifier: label(RuntimeFlowIdentifier),
  flowAliasIdentifier: label(RuntimeFlowAliasIdentifier),
  inputs: list(FlowInput, { minItems: 1, maxItems: 1 }),
  enableTrace: Type.Optional(Type.Boolean()),
  modelPerformanceConfiguration: Type.Optional(Type.Object({ performanceConfig: Type.Optional(PerformanceConfiguration) })),
  executionId: Type.Optional(FlowExecutionId),
})

const NodeType = Type.Enum([
  'FlowInputNode',
  'FlowOutputNode',
  'LambdaFunctionNode',
  'KnowledgeBaseNode',
  'PromptNode',
  'ConditionNode',
  'LexNode',
])
const fromNode = { nodeName: NodeName, nodeType: NodeType, content: union({ document: document() }) }

const exceptions = exceptionBodies['bedrock-agent-runtime']

const events = {
  flowOutputEvent: Type.Object(fromNode),
  flowCompletionEvent: Type.Object({ completionReason: Type.Enum(['SUCCESS', 'INPUT_REQUIRED']) }),
  flowTraceEvent: Type.Object({ trace: FlowTrace }),
  internalServerException: exceptions.InternalServerException,
  validationException: exceptions.ValidationException,
  resourceNotFoundException: exceptions.ResourceNotFoundException,
  serviceQuotaExceededException: exceptions.ServiceQuotaExceededException,
  throttlingException: exceptions.ThrottlingException,
  accessDeniedException: exceptions.AccessDeniedException,
  conflictException: exceptions.ConflictException,
  dependencyFailedException: exceptions.DependencyFailedException,
  badGatewayException: exceptions.BadGatewayException,
  flowMultiTurnInputRequestEvent: Type.Object(fromNode),
}

const FlowResponseEvent = union(events)
/** One thing that InvokeFlow tells. After an exception nothing follows. */
export type FlowResponseEvent = Type.Static<typeof FlowResponseEvent>

export const InvokeFlowResponse = Type.Object({
  responseStream: eventStream(events),
  executionId: Type.Optional(header(FlowExecutionId, 'x-amz-bedrock-flow-execution-id')),
})
