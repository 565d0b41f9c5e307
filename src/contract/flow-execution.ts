import Type from 'typebox'
import {
  ExecutionRoleArn,
  FlowExecutionIdentifier,
  FlowExecutionName,
  KmsKeyArn,
  MaxResults,
  NextToken,
  RuntimeFlowAliasIdentifier,
  RuntimeFlowIdentifier,
  Version,
} from './identifier.ts'
import { PerformanceConfiguration } from './node-configuration/inference.ts'
import { document, label, list, query, text, Timestamp, union } from './shape.ts'

export const FlowExecutionStatus = Type.Enum(['Running', 'Succeeded', 'Failed', 'TimedOut', 'Aborted'])
export type FlowExecutionStatus = Type.Static<typeof FlowExecutionStatus>

/** The name of a node, an input or an output, as the runtime service declares it. */
export const NodeName = text({ pattern: '[a-zA-Z]([_]?[0-9a-zA-Z]){0,99}' })

/** What `StartFlowExecution` hands to the Input node. */
export const FlowInput = Type.Object({
  nodeName: NodeName,
  nodeOutputName: Type.Optional(NodeName),
  content: union({ document: document() }),
  nodeInputName: Type.Optional(NodeName),
})
export type FlowInput = Type.Static<typeof FlowInput>

export const StartFlowExecutionRequest = Type.Object({
  flowIdentifier: label(RuntimeFlowIdentifier),
  flowAliasIdentifier: label(RuntimeFlowAliasIdentifier),
  flowExecutionName: Type.Optional(FlowExecutionName),
  inputs: list(FlowInput, { minItems: 1, maxItems: 1 }),
  modelPerformanceConfiguration: Type.Optional(Type.Object({ performanceConfig: Type.Optional(PerformanceConfiguration) })),
})
export const StartFlowExecutionResponse = Type.Object({ executionArn: Type.Optional(FlowExecutionIdentifier) })

/** The labels of every operation on one execution. */
export const executionLabels = {
  flowIdentifier: label(RuntimeFlowIdentifier),
  flowAliasIdentifier: label(RuntimeFlowAliasIdentifier),
  executionIdentifier: label(FlowExecutionIdentifier),
}
/** The request of every operation on one execution that needs no more than its labels. */
export const FlowExecutionRequest = Type.Object(executionLabels)

const FlowExecutionError = Type.Object({
  nodeName: Type.Optional(NodeName),
  error: Type.Optional(Type.Enum(['ExecutionTimedOut'])),
  message: Type.Optional(text()),
})

const execution = {
  executionArn: FlowExecutionIdentifier,
  flowIdentifier: RuntimeFlowIdentifier,
  flowAliasIdentifier: RuntimeFlowAliasIdentifier,
  flowVersion: Version,
  status: FlowExecutionStatus,
  endedAt: Type.Optional(Timestamp),
}
export const GetFlowExecutionResponse = Type.Object({
  ...execution,
  startedAt: Timestamp,
  errors: Type.Optional(list(FlowExecutionError)),
})

export const StopFlowExecutionResponse = Type.Object({
  executionArn: Type.Optional(FlowExecutionIdentifier),
  status: FlowExecutionStatus,
})

export const ListFlowExecutionsRequest = Type.Object({
  flowIdentifier: label(RuntimeFlowIdentifier),
  flowAliasIdentifier: query(RuntimeFlowAliasIdentifier),
  maxResults: query(MaxResults),
  nextToken: query(NextToken),
})
export const ListFlowExecutionsResponse = Type.Object({
  flowExecutionSummaries: list(Type.Object({ ...execution, createdAt: Timestamp }), { minItems: 0, maxItems: 10 }),
  nextToken: Type.Optional(NextToken),
})

export const GetExecutionFlowSnapshotResponse = Type.Object({
  flowIdentifier: RuntimeFlowIdentifier,
  flowAliasIdentifier: RuntimeFlowAliasIdentifier,
  flowVersion: Version,
  executionRoleArn: ExecutionRoleArn,
  /** JSON text. */
  definition: text(),
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
})
