import type { Configuration } from '../api/configuration.ts'
import type { DefinitionSource } from '../api/files/definition-file.ts'
import type { FlowNodeConfiguration } from '../contract/flow-definition.ts'
import { nodesOf } from '../flow/lint/nodes-of.ts'
import { partsOf } from '../flow/places/definition-part.ts'
import type { DefinitionPath } from '../flow/places/definition-path.ts'
import { wildcard } from '../providers/calls/wildcard.ts'
import { builtInModelIds } from '../providers/language-model/built-in.ts'
import type { FileFinding, UnmatchedName } from './file-findings.ts'

type Entries = Pick<Configuration, 'functions' | 'buckets'> & { readonly models: Pick<Configuration['models'], 'routes'> }

/**
 * What nodes ask for that no entry of the configuration leads to, each once: the flow can be prepared, and a run fails that comes
 * there. What only a run knows, as the model of a prompt resource, is not looked at.
 */
export const unmatchedIn = ({ definition, rangeOf }: DefinitionSource, { models, functions, buckets }: Entries): readonly FileFinding[] => {
  const isMatched = {
    'unmatched-model': anyOf([...builtInModelIds.map((match) => ({ match })), ...models.routes]),
    'unmatched-function': anyOf(functions),
    'unmatched-bucket': anyOf(buckets),
  }
  const unmatched = nodesOf(partsOf(definition)).flatMap(({ node, path }) =>
    askedFor(node.configuration)
      .filter(({ type, name = '' }) => name !== '' && !isMatched[type](name))
      .map(({ type, name, within }) => ({ type, name, node, path: [...path, 'configuration', ...within] })),
  )
  return [...Map.groupBy(unmatched, ({ type, name }) => `${type} ${name}`).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const { type, name, node, path } = first
    const nodes = others.length === 0 ? `Node ${node.name}` : `Node ${node.name} and ${others.length} more`
    const message = `${nodes} will fail: no entry of ${settings[type]} in the configuration matches ${name}.`
    return { severity: 'warning', type, message, path, range: rangeOf(path) }
  })
}

const settings = {
  'unmatched-model': 'models.routes',
  'unmatched-function': 'functions',
  'unmatched-bucket': 'buckets',
} as const satisfies Record<UnmatchedName, string>

const anyOf = (entries: readonly { readonly match: string }[]): ((name: string) => boolean) => {
  const patterns = entries.map(({ match }) => wildcard(match))
  return (name) => patterns.some((matches) => matches(name))
}

interface Asked {
  readonly type: UnmatchedName
  readonly name: string | undefined
  /** In the node's configuration. */
  readonly within: DefinitionPath
}

const askedFor = ({ prompt, lambdaFunction, storage, retrieval }: FlowNodeConfiguration = {}): readonly Asked[] => [
  {
    type: 'unmatched-model',
    name: prompt?.sourceConfiguration.inline?.modelId,
    within: ['prompt', 'sourceConfiguration', 'inline', 'modelId'],
  },
  { type: 'unmatched-function', name: lambdaFunction?.lambdaArn, within: ['lambdaFunction', 'lambdaArn'] },
  { type: 'unmatched-bucket', name: storage?.serviceConfiguration.s3?.bucketName, within: ['storage', ...bucketName] },
  { type: 'unmatched-bucket', name: retrieval?.serviceConfiguration.s3?.bucketName, within: ['retrieval', ...bucketName] },
]

const bucketName = ['serviceConfiguration', 's3', 'bucketName'] as const
