import Type from 'typebox'
import { idempotencyToken, text } from './shape.ts'

const region = '[a-z0-9-]{1,20}'
const account = '[0-9]{12}'
const id = '[0-9a-zA-Z]{10}'
/** Every flow has from its creation on an alias of this id and name that leads to its DRAFT. */
export const testAlias = 'TSTALIASID'

const flowArn = `arn:aws:bedrock:${region}:${account}:flow/${id}`

export const FlowId = text({ pattern: id })
export const FlowArn = text({ pattern: flowArn })
/** An id or an ARN. */
export const FlowIdentifier = text({ pattern: `(${flowArn})|(${id})` })

export const FlowAliasId = text({ pattern: `(${testAlias}|${id})` })
export const FlowAliasArn = text({ pattern: `${flowArn}/alias/(${testAlias}|${id})` })
/** An id or an ARN, at build time. */
export const FlowAliasIdentifier = text({ pattern: `(${flowArn}/alias/${id})|(${testAlias}|${id})` })
/** An id or an ARN, at run time. */
export const RuntimeFlowAliasIdentifier = text({ maxLength: 2048, pattern: `(${flowArn}/alias/${id})|(\\b${testAlias}\\b|[0-9a-zA-Z]+)` })
/** An id or an ARN, at run time. */
export const RuntimeFlowIdentifier = text({ maxLength: 2048, pattern: `(${flowArn})|(${id})` })

export const PromptId = text({ pattern: id })
const promptArn = `arn:aws:bedrock:${region}:${account}:prompt/${id}`
/** Of a DRAFT, or of a version after a colon. */
export const PromptArn = text({ pattern: `(${promptArn}(?::[0-9]{1,5})?)` })
/** An id or an ARN, which may name a version. */
export const PromptIdentifier = text({ pattern: `(${id})|(${promptArn})(?::[0-9]{1,5})?` })

export const FlowExecutionName = text({ maxLength: 36, pattern: '[a-zA-Z0-9-]{1,36}' })
/** A name or an ARN. */
export const FlowExecutionIdentifier = text({
  maxLength: 2048,
  pattern: `[a-zA-Z0-9-]{1,36}$|^(${flowArn}/alias/${id}/execution/[a-zA-Z0-9-]{1,36})`,
})

/** Of a run by InvokeFlow. */
export const FlowExecutionId = text({ minLength: 2, maxLength: 100, pattern: '[0-9a-zA-Z._:-]+' })

export const DraftVersion = text({ minLength: 5, maxLength: 5, pattern: 'DRAFT' })
export const NumericalVersion = text({ pattern: '[0-9]{1,5}' })
/** `DRAFT` or a number. */
export const Version = text({ minLength: 1, maxLength: 5, pattern: '(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})' })

/** Whether a definition, or a prompt's variants, are wanted too. */
export const IncludedData = Type.Enum(['ALL_DATA', 'METADATA_ONLY'])

export const ResourceName = text({ pattern: '([0-9a-zA-Z][_-]?){1,100}' })
export const Description = text({ minLength: 1, maxLength: 200 })
export const ExecutionRoleArn = text({ maxLength: 2048, pattern: 'arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/(service-role/)?.+' })
export const KmsKeyArn = text({
  minLength: 1,
  maxLength: 2048,
  pattern: 'arn:aws(|-cn|-us-gov):kms:[a-zA-Z0-9-]*:[0-9]{12}:key/[a-zA-Z0-9-]{36}',
})

/** The same in all tries of one create. */
export const ClientToken = idempotencyToken(text({ minLength: 33, maxLength: 256, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}' }))
export const MaxResults = Type.Integer({ minimum: 1, maximum: 1000 })
export const NextToken = text({ minLength: 1, maxLength: 2048, pattern: '\\S*' })
