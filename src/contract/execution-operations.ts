import { onDependency, onResource } from './declared-errors.ts'
import { ListFlowExecutionEventsRequest, ListFlowExecutionEventsResponse } from './flow-execution-event.ts'
import {
  FlowExecutionRequest,
  GetExecutionFlowSnapshotResponse,
  GetFlowExecutionResponse,
  ListFlowExecutionsRequest,
  ListFlowExecutionsResponse,
  StartFlowExecutionRequest,
  StartFlowExecutionResponse,
  StopFlowExecutionResponse,
} from './flow-execution.ts'
import { InvokeFlowRequest, InvokeFlowResponse } from './invoke-flow.ts'
import type { OperationShape } from './operation.ts'

const alias = '/flows/{flowIdentifier}/aliases/{flowAliasIdentifier}'
const execution = `${alias}/executions/{executionIdentifier}` as const

/** The operations that run flows. */
export const executionOperations = {
  InvokeFlow: {
    service: 'bedrock-agent-runtime',
    method: 'POST',
    path: alias,
    status: 200,
    input: InvokeFlowRequest,
    output: InvokeFlowResponse,
    errors: [...onDependency, 'ServiceQuotaExceededException'],
  },
  StartFlowExecution: {
    service: 'bedrock-agent-runtime',
    method: 'POST',
    path: `${alias}/executions`,
    status: 200,
    input: StartFlowExecutionRequest,
    output: StartFlowExecutionResponse,
    errors: [...onDependency, 'ServiceQuotaExceededException'],
  },
  GetFlowExecution: {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: execution,
    status: 200,
    input: FlowExecutionRequest,
    output: GetFlowExecutionResponse,
    errors: onResource,
  },
  StopFlowExecution: {
    service: 'bedrock-agent-runtime',
    method: 'POST',
    path: `${execution}/stop`,
    status: 200,
    input: FlowExecutionRequest,
    output: StopFlowExecutionResponse,
    errors: onDependency,
  },
  ListFlowExecutions: {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: '/flows/{flowIdentifier}/executions',
    status: 200,
    input: ListFlowExecutionsRequest,
    output: ListFlowExecutionsResponse,
    errors: onResource,
  },
  ListFlowExecutionEvents: {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: `${execution}/events`,
    status: 200,
    input: ListFlowExecutionEventsRequest,
    output: ListFlowExecutionEventsResponse,
    errors: onResource,
  },
  GetExecutionFlowSnapshot: {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: `${execution}/flowsnapshot`,
    status: 200,
    input: FlowExecutionRequest,
    output: GetExecutionFlowSnapshotResponse,
    errors: onResource,
  },
} as const satisfies Record<string, OperationShape>
