import Type from 'typebox'
import { document, list, map, text, union } from '../shape.ts'
import { GuardrailConfiguration } from './guardrail.ts'
import { PerformanceConfiguration, PromptInferenceConfiguration } from './inference.ts'

const modelIdentifier =
  '(arn:aws(-[^:]{1,12})?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?' +
  '([a-zA-Z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?'

const AdditionalModelRequestFields = map(text({ minLength: 1, maxLength: 100 }), document())
const KnowledgeBasePromptTemplate = Type.Object({ textPromptTemplate: Type.Optional(text({ minLength: 1, maxLength: 100000 })) })
const Fields = list(Type.Object({ fieldName: text({ minLength: 1, maxLength: 2000 }) }), { minItems: 1, maxItems: 100 })

const BedrockRerankingConfiguration = Type.Object({
  modelConfiguration: Type.Object({
    modelArn: text({ minLength: 1, maxLength: 2048, pattern: '(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model/(.*))?' }),
    additionalModelRequestFields: Type.Optional(AdditionalModelRequestFields),
  }),
  numberOfRerankedResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  metadataConfiguration: Type.Optional(
    Type.Object({
      selectionMode: Type.Enum(['SELECTIVE', 'ALL']),
      selectiveModeConfiguration: Type.Optional(union({ fieldsToInclude: Fields, fieldsToExclude: Fields })),
    }),
  ),
})

export const KnowledgeBaseFlowNodeConfiguration = Type.Object({
  knowledgeBaseId: text({ maxLength: 10, pattern: '$|^[0-9a-zA-Z]+' }),
  modelId: Type.Optional(text({ minLength: 1, maxLength: 2048, pattern: modelIdentifier })),
  guardrailConfiguration: Type.Optional(GuardrailConfiguration),
  numberOfResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  promptTemplate: Type.Optional(KnowledgeBasePromptTemplate),
  inferenceConfiguration: Type.Optional(PromptInferenceConfiguration),
  rerankingConfiguration: Type.Optional(
    Type.Object({
      type: Type.Enum(['BEDROCK_RERANKING_MODEL']),
      bedrockRerankingConfiguration: Type.Optional(BedrockRerankingConfiguration),
    }),
  ),
  orchestrationConfiguration: Type.Optional(
    Type.Object({
      promptTemplate: Type.Optional(KnowledgeBasePromptTemplate),
      inferenceConfig: Type.Optional(PromptInferenceConfiguration),
      additionalModelRequestFields: Type.Optional(AdditionalModelRequestFields),
      performanceConfig: Type.Optional(PerformanceConfiguration),
    }),
  ),
})
export type KnowledgeBaseFlowNodeConfiguration = Type.Static<typeof KnowledgeBaseFlowNodeConfiguration>
