import type Type from 'typebox'
import { CreateFlowAliasRequest, FlowAliasResponse, GetFlowAliasRequest } from './flow-alias.ts'
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
import { CreateFlowVersionRequest, CreateFlowVersionResponse } from './flow-version.ts'
import {
  CreateFlowRequest,
  CreateFlowResponse,
  GetFlowRequest,
  GetFlowResponse,
  ListFlowsRequest,
  ListFlowsResponse,
  PrepareFlowRequest,
  PrepareFlowResponse,
} from './flow.ts'
import { InvokeFlowRequest, InvokeFlowResponse } from './invoke-flow.ts'
import type { OperationShape } from './operation.ts'

const always = ['ThrottlingException', 'AccessDeniedException', 'ValidationException', 'InternalServerException'] as const
const onFlow = [...always, 'ResourceNotFoundException'] as const
const onFlowChange = [...onFlow, 'ConflictException', 'ServiceQuotaExceededException'] as const
const onDependency = [...onFlow, 'ConflictException', 'DependencyFailedException', 'BadGatewayException'] as const

const alias = '/flows/{flowIdentifier}/aliases/{flowAliasIdentifier}'
const execution = `${alias}/executions/{executionIdentifier}` as const

/** The operations of AWS's API that Sluice answers. */
export const operations = {
  CreateFlow: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/',
    status: 201,
    input: CreateFlowRequest,
    output: CreateFlowResponse,
    errors: [...always, 'ConflictException', 'ServiceQuotaExceededException'],
  },
  GetFlow: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/flows/{flowIdentifier}/',
    status: 200,
    input: GetFlowRequest,
    output: GetFlowResponse,
    errors: onFlow,
  },
  ListFlows: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/flows/',
    status: 200,
    input: ListFlowsRequest,
    output: ListFlowsResponse,
    errors: always,
  },
  PrepareFlow: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/{flowIdentifier}/',
    status: 202,
    input: PrepareFlowRequest,
    output: PrepareFlowResponse,
    errors: onFlowChange,
  },
  CreateFlowVersion: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/{flowIdentifier}/versions',
    status: 201,
    input: CreateFlowVersionRequest,
    output: CreateFlowVersionResponse,
    errors: onFlowChange,
  },
  CreateFlowAlias: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/{flowIdentifier}/aliases',
    status: 201,
    input: CreateFlowAliasRequest,
    output: FlowAliasResponse,
    errors: onFlowChange,
  },
  GetFlowAlias: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/flows/{flowIdentifier}/aliases/{aliasIdentifier}',
    status: 200,
    input: GetFlowAliasRequest,
    output: FlowAliasResponse,
    errors: onFlow,
  },
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
    errors: onFlow,
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
    errors: onFlow,
  },
  ListFlowExecutionEvents: {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: `${execution}/events`,
    status: 200,
    input: ListFlowExecutionEventsRequest,
    output: ListFlowExecutionEventsResponse,
    errors: onFlow,
  },
  GetExecutionFlowSnapshot: {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: `${execution}/flowsnapshot`,
    status: 200,
    input: FlowExecutionRequest,
    output: GetExecutionFlowSnapshotResponse,
    errors: onFlow,
  },
} as const satisfies Record<string, OperationShape>

export type OperationName = keyof typeof operations
export type OperationInput<Name extends OperationName> = Inputs[Name]
export type OperationOutput<Name extends OperationName> = Outputs[Name]

type Static<Direction extends 'input' | 'output'> = { readonly [Name in OperationName]: Type.Static<(typeof operations)[Name][Direction]> }
/** Interfaces, because a mapped type would be worked out anew wherever the name is a type parameter: minutes of compiling. */
interface Inputs extends Static<'input'> {}
interface Outputs extends Static<'output'> {}
