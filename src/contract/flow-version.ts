import Type from 'typebox'
import { FlowDefinition } from './flow-definition.ts'
import { FlowStatus } from './flow.ts'
import {
  ClientToken,
  Description,
  ExecutionRoleArn,
  FlowArn,
  FlowId,
  FlowIdentifier,
  IncludedData,
  KmsKeyArn,
  MaxResults,
  NextToken,
  NumericalVersion,
  ResourceName,
} from './identifier.ts'
import { label, list, query, Timestamp } from './shape.ts'

export const CreateFlowVersionRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  description: Type.Optional(Description),
  clientToken: Type.Optional(ClientToken),
})

const version = {
  id: FlowId,
  arn: FlowArn,
  status: FlowStatus,
  createdAt: Timestamp,
  version: NumericalVersion,
}
/** The answer of CreateFlowVersion and of GetFlowVersion. */
export const FlowVersionResponse = Type.Object({
  ...version,
  name: ResourceName,
  description: Type.Optional(Description),
  executionRoleArn: ExecutionRoleArn,
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  definition: Type.Optional(FlowDefinition),
})

const labels = { flowIdentifier: label(FlowIdentifier), flowVersion: label(NumericalVersion) }

export const GetFlowVersionRequest = Type.Object({ ...labels, includedData: query(IncludedData) })

export const ListFlowVersionsRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  maxResults: query(MaxResults),
  nextToken: query(NextToken),
})
export const ListFlowVersionsResponse = Type.Object({
  flowVersionSummaries: list(Type.Object(version), { minItems: 0, maxItems: 10 }),
  nextToken: Type.Optional(NextToken),
})

export const DeleteFlowVersionRequest = Type.Object({ ...labels, skipResourceInUseCheck: query(Type.Boolean()) })
export const DeleteFlowVersionResponse = Type.Object({ id: FlowId, version: NumericalVersion })
