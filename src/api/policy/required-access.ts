import type { OperationName } from '../../contract/operations.ts'
import type { OwnOperationName } from '../../contract/sluice.ts'

/** What of a request says what it is about: it is not validated yet. */
export interface Addressed {
  readonly labels: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly account: string
  readonly region: string
}

/** What a caller must be allowed for one operation. */
export interface RequiredAccess {
  /** The action's name, behind `bedrock:`. */
  readonly action: string
  /** All of them: ARNs, or `*` for an action that is about no resource. */
  readonly resources: (addressed: Addressed) => readonly string[]
  /** Where the request says tags, if it may have any. */
  readonly tagsIn?: 'body' | 'query'
  /** On what `bedrock:TagResource` is asked for too where a create has tags. */
  readonly tagged?: (addressed: Addressed) => readonly string[]
}

type Resources = RequiredAccess['resources']

const none: Resources = () => ['*']

const arnOf = ({ account, region }: Addressed, kind: 'flow' | 'prompt', identifier: string): string =>
  identifier.startsWith('arn:') ? identifier : `arn:aws:bedrock:${region}:${account}:${kind}/${identifier}`

/** Every ARN that the identifiers spell: of those that do not belong together there are several, so that none opens another. */
const within = (parents: readonly string[], kind: 'alias' | 'execution', identifier = ''): readonly string[] => {
  const isArn = identifier.startsWith('arn:')
  const id = isArn ? identifier.slice(identifier.lastIndexOf(`/${kind}/`) + kind.length + 2) : identifier
  return [...new Set([...(isArn ? [identifier] : []), ...parents.map((parent) => `${parent}/${kind}/${id}`)])]
}

const flow: Resources = (addressed) => [arnOf(addressed, 'flow', addressed.labels['flowIdentifier'] ?? '')]
const alias: Resources = (addressed) =>
  within(flow(addressed), 'alias', addressed.labels['aliasIdentifier'] ?? addressed.labels['flowAliasIdentifier'])
const execution: Resources = (addressed) => within(alias(addressed), 'execution', addressed.labels['executionIdentifier'])
const filtered: Resources = (addressed) => {
  const identifier = addressed.query.get('flowAliasIdentifier')
  return identifier === null ? flow(addressed) : within(flow(addressed), 'alias', identifier)
}

const promptNamed = (addressed: Addressed, identifier: string): readonly string[] => [arnOf(addressed, 'prompt', identifier)]
const prompt: Resources = (addressed) => promptNamed(addressed, addressed.labels['promptIdentifier'] ?? '')
/** A version's ARN has it behind a colon; the DRAFT's is the prompt's. */
const promptVersion: Resources = (addressed) => {
  const version = addressed.query.get('promptVersion')
  const [arn = ''] = prompt(addressed)
  return version === null || version === 'DRAFT' || /:prompt\/[^:]*:/.test(arn) ? [arn] : [`${arn}:${version}`]
}
const listedPrompts: Resources = (addressed) => {
  const identifier = addressed.query.get('promptIdentifier')
  return identifier === null ? none(addressed) : promptNamed(addressed, identifier)
}

const tagged: Resources = ({ labels }) => [labels['resourceArn'] ?? '']

const allFlows: Resources = (addressed) => [arnOf(addressed, 'flow', '*')]
const allPrompts: Resources = (addressed) => [arnOf(addressed, 'prompt', '*')]
const listedFlow: Resources = (addressed) => [arnOf(addressed, 'flow', addressed.query.get('flow') ?? '*')]
/** Named without an ARN it is found nowhere. */
const executionArn: Resources = (addressed) => {
  const identifier = addressed.labels['executionArn'] ?? ''
  return identifier.startsWith('arn:') ? [identifier] : within(within(allFlows(addressed), 'alias', '*'), 'execution', identifier)
}

const on = (action: string, resources: Resources, tags: Pick<RequiredAccess, 'tagsIn' | 'tagged'> = {}): RequiredAccess => ({
  action,
  resources,
  ...tags,
})

/**
 * Which action on which resource each operation asks for: on the one that its path and query lead to, never on what its body says.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
 * @remarks Assumed: AWS's reference marks several resources of one action as required, for ListTagsForResource thirty; the one that the
 * request is about is asked for. A create with tags asks for bedrock:TagResource too, as AWS's CreateKnowledgeBase was seen to do.
 */
export const requiredAccess = {
  CreateFlow: on('CreateFlow', none, { tagsIn: 'body', tagged: allFlows }),
  ListFlows: on('ListFlows', none),
  ValidateFlowDefinition: on('ValidateFlowDefinition', none),
  GetFlow: on('GetFlow', flow),
  UpdateFlow: on('UpdateFlow', flow),
  DeleteFlow: on('DeleteFlow', flow),
  PrepareFlow: on('PrepareFlow', flow),
  CreateFlowVersion: on('CreateFlowVersion', flow),
  GetFlowVersion: on('GetFlowVersion', flow),
  ListFlowVersions: on('ListFlowVersions', flow),
  DeleteFlowVersion: on('DeleteFlowVersion', flow),
  CreateFlowAlias: on('CreateFlowAlias', flow, { tagsIn: 'body', tagged: (addressed) => within(flow(addressed), 'alias', '*') }),
  ListFlowAliases: on('ListFlowAliases', flow),
  GetFlowAlias: on('GetFlowAlias', alias),
  UpdateFlowAlias: on('UpdateFlowAlias', alias),
  DeleteFlowAlias: on('DeleteFlowAlias', alias),
  InvokeFlow: on('InvokeFlow', alias),
  StartFlowExecution: on('StartFlowExecution', alias),
  ListFlowExecutions: on('ListFlowExecutions', filtered),
  GetFlowExecution: on('GetFlowExecution', execution),
  StopFlowExecution: on('StopFlowExecution', execution),
  ListFlowExecutionEvents: on('ListFlowExecutionEvents', execution),
  GetExecutionFlowSnapshot: on('GetExecutionFlowSnapshot', execution),
  CreatePrompt: on('CreatePrompt', none, { tagsIn: 'body', tagged: allPrompts }),
  ListPrompts: on('ListPrompts', listedPrompts),
  GetPrompt: on('GetPrompt', promptVersion),
  UpdatePrompt: on('UpdatePrompt', prompt),
  DeletePrompt: on('DeletePrompt', promptVersion),
  CreatePromptVersion: on('CreatePromptVersion', prompt, {
    tagsIn: 'body',
    tagged: (addressed) => prompt(addressed).map((arn) => `${arn}:*`),
  }),
  TagResource: on('TagResource', tagged, { tagsIn: 'body' }),
  UntagResource: on('UntagResource', tagged, { tagsIn: 'query' }),
  ListTagsForResource: on('ListTagsForResource', tagged),
  ListExecutions: on('ListFlowExecutions', listedFlow),
  GetExecution: on('GetFlowExecution', executionArn),
  FollowExecution: on('ListFlowExecutionEvents', executionArn),
} satisfies Readonly<Record<OperationName | OwnOperationName, RequiredAccess>>
