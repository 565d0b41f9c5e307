import { always, onChange, onCreate, onResource } from './declared-errors.ts'
import { CreateFlowAliasRequest, FlowAliasResponse, GetFlowAliasRequest } from './flow-alias.ts'
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
import type { OperationShape } from './operation.ts'

/** The operations on flows, their versions and their aliases. */
export const flowOperations = {
  CreateFlow: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/',
    status: 201,
    input: CreateFlowRequest,
    output: CreateFlowResponse,
    errors: onCreate,
  },
  GetFlow: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/flows/{flowIdentifier}/',
    status: 200,
    input: GetFlowRequest,
    output: GetFlowResponse,
    errors: onResource,
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
    errors: onChange,
  },
  CreateFlowVersion: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/{flowIdentifier}/versions',
    status: 201,
    input: CreateFlowVersionRequest,
    output: CreateFlowVersionResponse,
    errors: onChange,
  },
  CreateFlowAlias: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/flows/{flowIdentifier}/aliases',
    status: 201,
    input: CreateFlowAliasRequest,
    output: FlowAliasResponse,
    errors: onChange,
  },
  GetFlowAlias: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/flows/{flowIdentifier}/aliases/{aliasIdentifier}',
    status: 200,
    input: GetFlowAliasRequest,
    output: FlowAliasResponse,
    errors: onResource,
  },
} as const satisfies Record<string, OperationShape>
