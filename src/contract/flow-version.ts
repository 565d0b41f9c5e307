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
  KmsKeyArn,
  NumericalVersion,
  ResourceName,
} from './identifier.ts'
import { label, Timestamp } from './shape.ts'

export const CreateFlowVersionRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  description: Type.Optional(Description),
  clientToken: Type.Optional(ClientToken),
})

export const CreateFlowVersionResponse = Type.Object({
  name: ResourceName,
  description: Type.Optional(Description),
  executionRoleArn: ExecutionRoleArn,
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  id: FlowId,
  arn: FlowArn,
  status: FlowStatus,
  createdAt: Timestamp,
  version: NumericalVersion,
  definition: Type.Optional(FlowDefinition),
})
