import Type from 'typebox'
import {
  ClientToken,
  Description,
  FlowAliasArn,
  FlowAliasId,
  FlowAliasIdentifier,
  FlowId,
  FlowIdentifier,
  ResourceName,
  Version,
} from './identifier.ts'
import { label, list, Timestamp } from './shape.ts'
import { Tags } from './tag.ts'

const alias = {
  name: ResourceName,
  description: Type.Optional(Description),
  routingConfiguration: list(Type.Object({ flowVersion: Type.Optional(Version) }), { minItems: 1, maxItems: 1 }),
  concurrencyConfiguration: Type.Optional(
    Type.Object({
      type: Type.Enum(['Automatic', 'Manual']),
      maxConcurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
  ),
}

export const CreateFlowAliasRequest = Type.Object({
  ...alias,
  flowIdentifier: label(FlowIdentifier),
  clientToken: Type.Optional(ClientToken),
  tags: Type.Optional(Tags),
})

/** The answer of every operation that shows an alias. */
export const FlowAliasResponse = Type.Object({
  ...alias,
  flowId: FlowId,
  id: FlowAliasId,
  arn: FlowAliasArn,
  createdAt: Timestamp,
  updatedAt: Timestamp,
})

export const GetFlowAliasRequest = Type.Object({ flowIdentifier: label(FlowIdentifier), aliasIdentifier: label(FlowAliasIdentifier) })
