import Type from 'typebox'
import {
  ClientToken,
  Description,
  IncludedData,
  KmsKeyArn,
  MaxResults,
  NextToken,
  NumericalVersion,
  PromptArn,
  PromptId,
  PromptIdentifier,
  ResourceName,
  Version,
} from './identifier.ts'
import { PromptInferenceConfiguration } from './node-configuration/inference.ts'
import { PromptTemplateConfiguration } from './node-configuration/prompt-template.ts'
import { document, label, list, query, text, Timestamp, union } from './shape.ts'
import { Tags } from './tag.ts'

const modelIdentifier =
  '(arn:aws(-[^:]{1,12})?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?' +
  '([a-zA-Z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?'
const metadata = '[a-zA-Z0-9\\s._:/=+@-]*'
const agentAliasArn = 'arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}'

/** A model or an agent with what it is told. */
export const PromptVariant = Type.Object({
  name: ResourceName,
  templateType: Type.Enum(['TEXT', 'CHAT']),
  templateConfiguration: PromptTemplateConfiguration,
  modelId: Type.Optional(text({ minLength: 1, maxLength: 2048, pattern: modelIdentifier })),
  inferenceConfiguration: Type.Optional(PromptInferenceConfiguration),
  metadata: Type.Optional(
    list(
      Type.Object({
        key: text({ minLength: 1, maxLength: 128, pattern: metadata }),
        value: text({ maxLength: 1024, pattern: metadata }),
      }),
      { minItems: 0, maxItems: 50 },
    ),
  ),
  additionalModelRequestFields: Type.Optional(document()),
  genAiResource: Type.Optional(union({ agent: Type.Object({ agentIdentifier: text({ maxLength: 2048, pattern: agentAliasArn }) }) })),
})
export type PromptVariant = Type.Static<typeof PromptVariant>

/** What the author of a prompt says of it. */
const written = {
  name: ResourceName,
  description: Type.Optional(Description),
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  defaultVariant: Type.Optional(ResourceName),
  variants: Type.Optional(list(PromptVariant, { minItems: 0, maxItems: 1 })),
}

const identity = { id: PromptId, arn: PromptArn, version: Version, createdAt: Timestamp, updatedAt: Timestamp }

/** A prompt as every operation on one shows it. */
export const PromptResponse = Type.Object({ ...written, ...identity })

export const CreatePromptRequest = Type.Object({
  ...written,
  clientToken: Type.Optional(ClientToken),
  tags: Type.Optional(Tags),
})

export const UpdatePromptRequest = Type.Object({ ...written, promptIdentifier: label(PromptIdentifier) })

export const GetPromptRequest = Type.Object({
  promptIdentifier: label(PromptIdentifier),
  promptVersion: query(Version),
  includedData: query(IncludedData),
})

export const ListPromptsRequest = Type.Object({
  promptIdentifier: query(PromptIdentifier),
  maxResults: query(MaxResults),
  nextToken: query(NextToken),
})
export const ListPromptsResponse = Type.Object({
  promptSummaries: list(Type.Object({ name: ResourceName, description: Type.Optional(Description), ...identity }), {
    minItems: 0,
    maxItems: 10,
  }),
  nextToken: Type.Optional(NextToken),
})

export const CreatePromptVersionRequest = Type.Object({
  promptIdentifier: label(PromptIdentifier),
  description: Type.Optional(Description),
  clientToken: Type.Optional(ClientToken),
  tags: Type.Optional(Tags),
})

export const DeletePromptRequest = Type.Object({ promptIdentifier: label(PromptIdentifier), promptVersion: query(NumericalVersion) })
export const DeletePromptResponse = Type.Object({ id: PromptId, version: Type.Optional(NumericalVersion) })
