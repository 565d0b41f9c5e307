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
  IncludedData,
  KmsKeyArn,
  MaxResults,
  NextToken,
  ResourceName,
} from './identifier.ts'
import { label, list, query, Timestamp } from './shape.ts'
import { Tags } from './tag.ts'

export const FlowStatus = Type.Enum(['Failed', 'Prepared', 'Preparing', 'NotPrepared'])
export type FlowStatus = Type.Static<typeof FlowStatus>

/** What the author of a flow says of it. */
const written = {
  name: ResourceName,
  description: Type.Optional(Description),
  executionRoleArn: ExecutionRoleArn,
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  definition: Type.Optional(FlowDefinition),
}

export const CreateFlowRequest = Type.Object({
  ...written,
  clientToken: Type.Optional(ClientToken),
  tags: Type.Optional(Tags),
})

const flow = {
  ...written,
  id: FlowId,
  arn: FlowArn,
  status: FlowStatus,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  version: DraftVersion,
}
/** The answer of CreateFlow and of UpdateFlow. */
export const FlowResponse = Type.Object(flow)

export const UpdateFlowRequest = Type.Object({ ...written, flowIdentifier: label(FlowIdentifier) })

export const DeleteFlowRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  skipResourceInUseCheck: query(Type.Boolean()),
})
export const DeleteFlowResponse = Type.Object({ id: FlowId })

export const GetFlowRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  includedData: query(IncludedData),
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

export const ValidateFlowDefinitionRequest = Type.Object({ definition: FlowDefinition })
export const ValidateFlowDefinitionResponse = Type.Object({ validations: list(FlowValidation, { minItems: 0, maxItems: 100 }) })

export const PrepareFlowRequest = Type.Object({ flowIdentifier: label(FlowIdentifier) })
export const PrepareFlowResponse = Type.Object({ id: FlowId, status: FlowStatus })
