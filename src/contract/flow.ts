import Type from 'typebox'
import { FlowDefinition } from './flow-definition.ts'
import { FlowValidation } from './flow-validation.ts'
import {
  ClientToken,
  Description,
  DraftVersion,
  ExecutionRoleArn,
  FlowArn,
  FlowId,
  FlowIdentifier,
  KmsKeyArn,
  MaxResults,
  NextToken,
  ResourceName,
} from './identifier.ts'
import { label, list, query, Timestamp } from './shape.ts'
import { Tags } from './tag.ts'

export const FlowStatus = Type.Enum(['Failed', 'Prepared', 'Preparing', 'NotPrepared'])
export type FlowStatus = Type.Static<typeof FlowStatus>

export const CreateFlowRequest = Type.Object({
  name: ResourceName,
  description: Type.Optional(Description),
  executionRoleArn: ExecutionRoleArn,
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  definition: Type.Optional(FlowDefinition),
  clientToken: Type.Optional(ClientToken),
  tags: Type.Optional(Tags),
})

const flow = {
  name: ResourceName,
  description: Type.Optional(Description),
  executionRoleArn: ExecutionRoleArn,
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  id: FlowId,
  arn: FlowArn,
  status: FlowStatus,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  version: DraftVersion,
  definition: Type.Optional(FlowDefinition),
}
export const CreateFlowResponse = Type.Object(flow)

export const GetFlowRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  includedData: query(Type.Enum(['ALL_DATA', 'METADATA_ONLY'])),
})
export const GetFlowResponse = Type.Object({ ...flow, validations: Type.Optional(list(FlowValidation, { minItems: 0, maxItems: 100 })) })

export const ListFlowsRequest = Type.Object({ maxResults: query(MaxResults), nextToken: query(NextToken) })

const FlowSummary = Type.Object({
  name: ResourceName,
  description: Type.Optional(Description),
  id: FlowId,
  arn: FlowArn,
  status: FlowStatus,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  version: DraftVersion,
})
export const ListFlowsResponse = Type.Object({
  flowSummaries: list(FlowSummary, { minItems: 0, maxItems: 10 }),
  nextToken: Type.Optional(NextToken),
})

export const PrepareFlowRequest = Type.Object({ flowIdentifier: label(FlowIdentifier) })
export const PrepareFlowResponse = Type.Object({ id: FlowId, status: FlowStatus })
