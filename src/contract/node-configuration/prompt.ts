import Type from 'typebox'
import { document, text, union } from '../shape.ts'
import { GuardrailConfiguration } from './guardrail.ts'
import { PromptInferenceConfiguration } from './inference.ts'
import { PromptTemplateConfiguration } from './prompt-template.ts'

const modelIdentifier =
  '$|^(arn:aws(-cn|-us-gov|-eusc|-iso(-[b-f])?)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?' +
  '([a-zA-Z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?'

const promptArn = '$|^(arn:aws(-cn|-us-gov|-eusc|-iso(-[b-f])?)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?)'

export const PromptFlowNodeInlineConfiguration = Type.Object({
  templateType: Type.Enum(['TEXT', 'CHAT']),
  templateConfiguration: PromptTemplateConfiguration,
  modelId: text({ maxLength: 2048, pattern: modelIdentifier }),
  inferenceConfiguration: Type.Optional(PromptInferenceConfiguration),
  additionalModelRequestFields: Type.Optional(document()),
})
export type PromptFlowNodeInlineConfiguration = Type.Static<typeof PromptFlowNodeInlineConfiguration>

export const PromptFlowNodeConfiguration = Type.Object({
  sourceConfiguration: union({
    resource: Type.Object({ promptArn: text({ pattern: promptArn }) }),
    inline: PromptFlowNodeInlineConfiguration,
  }),
  guardrailConfiguration: Type.Optional(GuardrailConfiguration),
})
export type PromptFlowNodeConfiguration = Type.Static<typeof PromptFlowNodeConfiguration>
