import Type from 'typebox'
import {
  ClientToken,
  Description,
  FlowAliasArn,
  FlowAliasId,
  FlowAliasIdentifier,
  FlowId,
  FlowIdentifier,
  MaxResults,
  NextToken,
  ResourceName,
  Version,
} from './identifier.ts'
import { label, list, query, Timestamp } from './shape.ts'
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

/** An alias as every operation shows it. */
export const FlowAliasResponse = Type.Object({
  ...alias,
  flowId: FlowId,
  id: FlowAliasId,
  arn: FlowAliasArn,
  createdAt: Timestamp,
  updatedAt: Timestamp,
})

const labels = { flowIdentifier: label(FlowIdentifier), aliasIdentifier: label(FlowAliasIdentifier) }

/** The request of every operation on one alias that needs no more than its labels. */
export const FlowAliasRequest = Type.Object(labels)

export const UpdateFlowAliasRequest = Type.Object({ ...alias, ...labels })

export const ListFlowAliasesRequest = Type.Object({
  flowIdentifier: label(FlowIdentifier),
  maxResults: query(MaxResults),
  nextToken: query(NextToken),
})
export const ListFlowAliasesResponse = Type.Object({
  flowAliasSummaries: list(FlowAliasResponse, { minItems: 0, maxItems: 10 }),
  nextToken: Type.Optional(NextToken),
})

export const DeleteFlowAliasResponse = Type.Object({ flowId: FlowId, id: FlowAliasId })
