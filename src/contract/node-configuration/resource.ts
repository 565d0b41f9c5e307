import Type from 'typebox'
import { text, union } from '../shape.ts'

/** Empty identifiers are accepted so that a half-built node can be saved; preparing the flow refuses them. */
const partition = 'arn:aws(-cn|-us-gov|-eusc|-iso(-[b-f])?)?'

export const LambdaFunctionFlowNodeConfiguration = Type.Object({
  lambdaArn: text({
    maxLength: 2048,
    pattern: `$|^${partition}:lambda:([a-z]{2,}-){2,}\\d:\\d{12}:function:[a-zA-Z0-9-_\\.]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
  }),
})

export const LexFlowNodeConfiguration = Type.Object({
  botAliasArn: text({ maxLength: 78, pattern: `$|^${partition}:lex:([a-z]{2,}-){2,}\\d:\\d{12}:bot-alias/[0-9a-zA-Z]+/[0-9a-zA-Z]+` }),
  localeId: text({ maxLength: 10 }),
})

export const AgentFlowNodeConfiguration = Type.Object({
  agentAliasArn: text({
    maxLength: 2048,
    pattern: `$|^${partition}:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}`,
  }),
})

const bucket = () => ({
  serviceConfiguration: union({
    s3: Type.Object({ bucketName: text({ maxLength: 63, pattern: '$|^[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]' }) }),
  }),
})
export const StorageFlowNodeConfiguration = Type.Object(bucket())
export const RetrievalFlowNodeConfiguration = Type.Object(bucket())

export const InlineCodeFlowNodeConfiguration = Type.Object({
  code: text({ maxLength: 5_000_000 }),
  language: Type.Enum(['Python_3']),
})
