import * as build from '@aws-sdk/client-bedrock-agent'
import * as runtime from '@aws-sdk/client-bedrock-agent-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import { operations } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { ask, data, end, start } from '../small-definitions.ts'

const region = 'us-east-1'
const owner = '111111111111'

/** Every other who asks: another account, another region, both. */
const strangers = [
  { account: '222222222222', region },
  { account: owner, region: 'eu-west-1' },
  { account: '222222222222', region: 'eu-west-1' },
] as const

interface Place {
  readonly account: string
  readonly region: string
}

/** Nobody of before. */
const others = [
  { account: '333333333333', region },
  { account: owner, region: 'ap-south-1' },
] as const

type Command = new (input: object) => never

/** What both clients have in common. */
interface Sender {
  send(command: never): Promise<Readonly<Record<string, unknown>>>
  destroy(): void
}

/** Any operation, through AWS's own clients. */
const clientOf = (endpoint: string, { account, region: signed }: Place) => {
  const credentials = { accessKeyId: account, secretAccessKey: 'any' }
  const settings = { endpoint, region: signed, credentials, maxAttempts: 1, requestHandler: new NodeHttpHandler() }
  const clients: readonly Sender[] = [new build.BedrockAgentClient(settings), new runtime.BedrockAgentRuntimeClient(settings)]
  const commands = { ...build, ...runtime } as unknown as Readonly<Record<string, Command>>
  return {
    async send(operation: OperationName, input: object): Promise<Readonly<Record<string, unknown>>> {
      const Command = commands[`${operation}Command`]
      if (!Command) throw new Error(`The SDK has no ${operation}`)
      const client = clients[operations[operation].service === 'bedrock-agent' ? 0 : 1]
      return client?.send(new Command(input)) ?? {}
    },
    [Symbol.dispose]: () => clients.forEach((client) => client.destroy()),
  }
}

type Client = ReturnType<typeof clientOf>

const definition = {
  nodes: [start, ask('Ask', '{{words}}', { tokenDelayMs: 60_000 }), end],
  connections: [data('Start', 'Ask.words'), data('Ask.modelCompletion', 'End')],
}
const executionRoleArn = 'arn:aws:iam::111111111111:role/flows'
const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'two words' } }]
/** The owner's. */
const ownersToken = 'a-token-of-the-one-whose-all-this-is'
const ownToken = 'a-token-that-no-other-account-has-drawn'

/** One of everything, and an execution that runs. */
const furnish = async ({ send }: Client, clientToken = ownersToken) => {
  const flow = await send('CreateFlow', { name: 'flow', executionRoleArn, definition, clientToken, tags: { whose: 'mine' } })
  const flowIdentifier = flow['id']
  await send('PrepareFlow', { flowIdentifier })
  await send('CreateFlowVersion', { flowIdentifier, clientToken })
  const routingConfiguration = [{ flowVersion: '1' }]
  const alias = await send('CreateFlowAlias', { flowIdentifier, name: 'live', routingConfiguration, clientToken })
  const prompt = await send('CreatePrompt', { name: 'prompt', clientToken })
  const version = await send('CreatePromptVersion', { promptIdentifier: prompt['id'], clientToken })
  const { executionArn } = await send('StartFlowExecution', { flowIdentifier, flowAliasIdentifier: alias['id'], inputs })
  const name = String(executionArn).split('/').at(-1)
  const pair = ({ id, arn }: Readonly<Record<string, unknown>>) => ({ id: String(id), arn: String(arn) })
  return {
    flow: pair(flow),
    alias: pair(alias),
    prompt: pair(prompt),
    promptVersion: pair(version),
    execution: { id: String(name), arn: String(executionArn) },
  }
}

type Furniture = Awaited<ReturnType<typeof furnish>>

/** What names something in an operation, in the order in which it is looked at, and what else the operation needs. */
interface Walk {
  readonly labels: Readonly<Record<string, keyof Furniture>>
  readonly rest?: object
  /** Labels that take ARNs alone. */
  readonly arnsOnly?: boolean
}

const flow = { flowIdentifier: 'flow' } as const
const alias = { ...flow, aliasIdentifier: 'alias' } as const
const running = { ...flow, flowAliasIdentifier: 'alias' } as const
const execution = { ...running, executionIdentifier: 'execution' } as const
const prompt = { promptIdentifier: 'prompt' } as const
const routingConfiguration = [{ flowVersion: 'DRAFT' }]
const tagged = (rest?: object): readonly Walk[] =>
  (['flow', 'alias', 'prompt', 'promptVersion'] as const).map((kind) => ({
    labels: { resourceArn: kind },
    arnsOnly: true,
    ...(rest && { rest }),
  }))

/** Every operation; `'names nothing'`: it takes no identifier. */
const walks: { readonly [Name in OperationName]: readonly Walk[] | 'names nothing' } = {
  CreateFlow: 'names nothing',
  ValidateFlowDefinition: 'names nothing',
  GetFlow: [{ labels: flow }],
  UpdateFlow: [{ labels: flow, rest: { name: 'stolen', executionRoleArn } }],
  DeleteFlow: [{ labels: flow }, { labels: flow, rest: { skipResourceInUseCheck: true } }],
  ListFlows: 'names nothing',
  PrepareFlow: [{ labels: flow }],
  CreateFlowVersion: [{ labels: flow }, { labels: flow, rest: { clientToken: ownersToken } }],
  GetFlowVersion: [{ labels: flow, rest: { flowVersion: '1' } }],
  ListFlowVersions: [{ labels: flow }],
  DeleteFlowVersion: [{ labels: flow, rest: { flowVersion: '1', skipResourceInUseCheck: true } }],
  CreateFlowAlias: [
    { labels: flow, rest: { name: 'stolen', routingConfiguration } },
    { labels: flow, rest: { name: 'stolen', routingConfiguration, clientToken: ownersToken } },
  ],
  GetFlowAlias: [{ labels: alias }],
  UpdateFlowAlias: [{ labels: alias, rest: { name: 'stolen', routingConfiguration } }],
  ListFlowAliases: [{ labels: flow }],
  DeleteFlowAlias: [{ labels: alias }],
  CreatePrompt: 'names nothing',
  GetPrompt: [
    { labels: prompt },
    { labels: prompt, rest: { promptVersion: '1' } },
    { labels: { promptIdentifier: 'promptVersion' }, arnsOnly: true },
  ],
  UpdatePrompt: [{ labels: prompt, rest: { name: 'stolen' } }],
  DeletePrompt: [
    { labels: prompt },
    { labels: prompt, rest: { promptVersion: '1' } },
    { labels: { promptIdentifier: 'promptVersion' }, arnsOnly: true },
  ],
  ListPrompts: [{ labels: prompt }],
  CreatePromptVersion: [{ labels: prompt }, { labels: prompt, rest: { clientToken: ownersToken } }],
  TagResource: tagged({ tags: { whose: 'stolen' } }),
  UntagResource: tagged({ tagKeys: ['whose'] }),
  ListTagsForResource: tagged(),
  InvokeFlow: [{ labels: running, rest: { inputs } }],
  StartFlowExecution: [{ labels: running, rest: { inputs } }],
  GetFlowExecution: [{ labels: execution }],
  StopFlowExecution: [{ labels: execution }],
  ListFlowExecutions: [{ labels: flow }, { labels: running }],
  ListFlowExecutionEvents: [{ labels: execution, rest: { eventType: 'Flow' } }],
  GetExecutionFlowSnapshot: [{ labels: execution }],
}

/**
 * Every way to name what is another's: by ids and by ARNs, all of it another's or a part of it. Ids of one's own stand for the rest.
 */
const namings = ({ labels, arnsOnly = false }: Walk, theirs: Furniture, mine: Furniture): readonly Readonly<Record<string, string>>[] =>
  Object.entries(labels)
    .reduce<readonly { readonly input: Readonly<Record<string, string>>; readonly foreign: boolean }[]>(
      (begun, [label, kind]) =>
        begun.flatMap(({ input, foreign }) =>
          [theirs, mine].flatMap((whose) =>
            (arnsOnly ? (['arn'] as const) : (['id', 'arn'] as const)).map((form) => ({
              input: { ...input, [label]: whose[kind][form] },
              foreign: foreign || whose === theirs,
            })),
          ),
        ),
      [{ input: {}, foreign: false }],
    )
    .filter(({ foreign }) => foreign)
    .map(({ input }) => input)

const waysOf = (operation: OperationName): readonly Walk[] => {
  const ways = walks[operation]
  return ways === 'names nothing' ? [] : ways
}

const itemsIn = (answer: object): readonly unknown[] => Object.values(answer).find(Array.isArray) ?? []

/** All that one sees of one's own. */
const everythingOf = async (
  { send }: Client,
  { flow: { id: flowIdentifier }, alias: of, prompt: drafted, execution: run, ...rest }: Furniture,
) => {
  const labels = { flowIdentifier, flowAliasIdentifier: of.id, executionIdentifier: run.id }
  const answers = [
    await send('GetFlow', { flowIdentifier }),
    await send('GetFlowVersion', { flowIdentifier, flowVersion: '1' }),
    await send('ListFlows', {}),
    await send('ListFlowVersions', { flowIdentifier }),
    await send('ListFlowAliases', { flowIdentifier }),
    await send('ListPrompts', {}),
    await send('ListPrompts', { promptIdentifier: drafted.id }),
    await send('GetFlowExecution', labels),
    await send('ListFlowExecutions', { flowIdentifier }),
    ...(await Promise.all(
      [of.arn, drafted.arn, rest.promptVersion.arn].map((resourceArn) => send('ListTagsForResource', { resourceArn })),
    )),
  ]
  return answers.map(({ $metadata: _, ...answer }) => answer)
}

describe('what one account has in one region', () => {
  let sluice: Sluice
  let its: Client
  let theirs: Furniture
  beforeAll(async () => {
    sluice = await startSluice({ configuration: { shutdownSeconds: 0 } })
    its = clientOf(sluice.endpoint, { account: owner, region })
    theirs = await furnish(its)
  })
  afterAll(async () => {
    its[Symbol.dispose]()
    await sluice.close()
  })

  it.each(strangers)('is not there for $account in $region', async (place) => {
    using stranger = clientOf(sluice.endpoint, place)
    const mine = await furnish(stranger, ownToken)
    const before = await everythingOf(its, theirs)
    const mineBefore = await everythingOf(stranger, mine)

    const answers = await Promise.all(
      (Object.keys(walks) as OperationName[]).flatMap((operation) =>
        waysOf(operation).flatMap((walk) =>
          namings(walk, theirs, mine).map(async (naming) => {
            const answer = await stranger.send(operation, { ...naming, ...walk.rest }).then(
              () => 'an answer',
              ({ name, $metadata }: build.BedrockAgentServiceException) => `${name} ${$metadata.httpStatusCode}`,
            )
            return `${operation} ${JSON.stringify(naming)}: ${answer}`
          }),
        ),
      ),
    )

    expect(answers.length).toBeGreaterThan(300)
    expect(answers.filter((answer) => !answer.endsWith(': ResourceNotFoundException 404'))).toEqual([])
    expect(await everythingOf(its, theirs)).toEqual(before)
    expect(await everythingOf(stranger, mine)).toEqual(mineBefore)
  })

  it.each(others)('is on no list of $account in $region, who draws the same tokens', async (place) => {
    using other = clientOf(sluice.endpoint, place)
    const lists = async ({ send }: Client): Promise<readonly unknown[]> => [
      ...itemsIn(await send('ListFlows', {})),
      ...itemsIn(await send('ListPrompts', {})),
    ]
    const before = await lists(other)

    const mine = await furnish(other)

    expect(before).toEqual([])
    for (const { arn } of Object.values(mine)) expect(arn).toContain(`:${place.region}:${place.account}:`)
    const idOf = (item: unknown): unknown => (item as { id: string }).id
    expect((await lists(other)).map(idOf)).toEqual([mine.flow.id, mine.prompt.id])
    expect((await lists(its)).map(idOf)).toEqual([theirs.flow.id, theirs.prompt.id])
  })
})
