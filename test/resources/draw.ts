import fc from 'fast-check'
import type { OperationName } from '../../src/contract/operations.ts'
import type { PromptVariant } from '../../src/contract/prompt.ts'
import { definitions } from './definitions.ts'
import type { model } from './explain.ts'
import type { State } from './model.ts'
import type { Call } from './operations.ts'

/** Calls that are made at once, after a while. */
export interface Step {
  readonly afterMs: number
  readonly draws: readonly Draw[]
  /** The first is made twice. */
  readonly twice: boolean
}

/** A call, of which numbers say the rest: what they mean depends on what there is. */
export interface Draw {
  readonly operation: keyof typeof model | 'Again'
  readonly numbers: readonly number[]
  /** It begins so many turns of the event loop later. */
  readonly turns: number
}

/** How often each is drawn. */
const weights = {
  CreateFlow: 3,
  GetFlow: 2,
  UpdateFlow: 3,
  PrepareFlow: 6,
  DeleteFlow: 2,
  ListFlows: 1,
  CreateFlowVersion: 6,
  GetFlowVersion: 1,
  ListFlowVersions: 1,
  DeleteFlowVersion: 3,
  CreateFlowAlias: 5,
  GetFlowAlias: 1,
  UpdateFlowAlias: 4,
  ListFlowAliases: 1,
  DeleteFlowAlias: 3,
  CreatePrompt: 3,
  GetPrompt: 2,
  UpdatePrompt: 2,
  DeletePrompt: 2,
  ListPrompts: 2,
  CreatePromptVersion: 4,
  TagResource: 3,
  UntagResource: 1,
  ListTagsForResource: 2,
  StartFlowExecution: 6,
  GetFlowExecution: 1,
  StopFlowExecution: 2,
  ListFlowExecutions: 1,
  GetExecutionFlowSnapshot: 1,
  Again: 4,
} as const satisfies Record<Draw['operation'], number>

type Weights = Partial<Record<Draw['operation'], number>>

/** What gets into each other's way. */
const themes: readonly Weights[] = [
  weights,
  { CreateFlowVersion: 3, UpdateFlow: 1, PrepareFlow: 2, DeleteFlowVersion: 1, ListFlowVersions: 1 },
  { CreateFlowAlias: 4, UpdateFlowAlias: 3, DeleteFlowAlias: 2, DeleteFlowVersion: 2, CreateFlowVersion: 1, ListFlowAliases: 1 },
  { StartFlowExecution: 6, DeleteFlow: 2, DeleteFlowAlias: 2, DeleteFlowVersion: 2, UpdateFlowAlias: 2, UpdateFlow: 1, PrepareFlow: 1 },
  { StartFlowExecution: 4, DeleteFlow: 2, StopFlowExecution: 2, CreateFlowAlias: 1, ListFlowExecutions: 1 },
  { StartFlowExecution: 4, DeleteFlowVersion: 3, DeleteFlow: 1 },
  { DeleteFlow: 3, ListFlowAliases: 4, ListFlowVersions: 4, DeletePrompt: 2, ListPrompts: 3, ListTagsForResource: 3 },
  { CreateFlow: 4, DeleteFlow: 2, CreatePrompt: 3, DeletePrompt: 2, ListFlows: 1, ListPrompts: 1, Again: 4 },
  { CreatePromptVersion: 4, UpdatePrompt: 2, DeletePrompt: 2, GetPrompt: 2, ListPrompts: 1, TagResource: 2, UntagResource: 1 },
]

const drawOf = (theme: Weights): fc.Arbitrary<Draw> =>
  fc.record({
    operation: fc.oneof(...Object.entries(theme).map(([name, weight]) => ({ arbitrary: fc.constant(name as Draw['operation']), weight }))),
    numbers: fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }),
    turns: fc.constantFrom(0, 0, 0, 1, 2, 3, 5, 8),
  })

/** The clock stands still, goes on, jumps, and goes back. */
const afterMs = fc.constantFrom(0, 0, 0, 1, 1_000, 3_600_000, 86_400_000, -5_000)

/** One call. */
const alone: fc.Arbitrary<Step> = fc.record({
  afterMs,
  draws: fc.array(drawOf(weights), { minLength: 1, maxLength: 1 }),
  twice: fc.constant(false),
})

/** Two to four calls; one of them may be twice. */
const together: fc.Arbitrary<Step> = fc.oneof(
  ...themes.map((theme) => fc.record({ afterMs, draws: fc.array(drawOf(theme), { minLength: 2, maxLength: 3 }), twice: fc.boolean() })),
)

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(alone, { minLength: 1, maxLength: 60, size: 'max' })

/** Races, with something between them. */
export const races: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof({ arbitrary: together, weight: 2 }, { arbitrary: alone, weight: 1 }),
  {
    minLength: 1,
    maxLength: 24,
    size: 'max',
  },
)

/** Where a drawn call goes: what there is, and what was there. */
export interface Known {
  readonly state: State
  readonly prefix: string
  /** All that were ever made. */
  readonly calls: readonly Call[]
  /** All ARNs that were ever answered, of prompts without a version. */
  readonly arns: readonly string[]
  readonly alone: boolean
}

/** The call that is meant. */
export const callOf = ({ operation, numbers }: Draw, known: Known): Call => {
  const left = [...numbers]
  const number = (): number => left.shift() ?? 0
  const one = <Item>(items: readonly Item[]): Item | undefined => items[number() % Math.max(items.length, 1)]
  if (operation === 'Again') {
    const creates = known.calls.filter(({ input }) => input['clientToken'] !== undefined)
    return one(creates) ?? { operation: 'ListFlows', input: {} }
  }
  const { state, prefix } = known
  /** An id or an ARN, seldom somebody else's, seldom of something that is gone. */
  const identifier = (arn: string): string => {
    const gone = number() % 12 === 11 ? one(known.arns.filter((other) => kindOf(other) === kindOf(arn))) : undefined
    const named = gone ?? arn
    const form = number() % 24
    if (form === 22) return named.replace('us-east-1', 'eu-west-1')
    if (form === 23) return named.replace(/:\d{12}:/, ':999999999999:')
    return form < 12 ? (named.split('/').at(-1)?.split(':')[0] ?? '') : named
  }
  const flowArn = `${prefix}flow/${one(mostlyFirst(Object.keys(state.flows))) ?? 'NONE000000'}`
  const flowId = flowArn.slice(`${prefix}flow/`.length)
  const versions = Object.keys(state.flows[flowId]?.versions ?? {})
  const version = (): string => one([...versions, ...versions, ...versions, '7', '01']) ?? '1'
  const aliasArn = (): string => {
    const aliases = Object.keys(state.flows[flowId]?.aliases ?? {})
    return `${flowArn}/alias/${one([...aliases.filter((id) => id !== 'TSTALIASID'), ...aliases]) ?? 'NONE000000'}`
  }
  const promptArn = (): string => `${prefix}prompt/${one(mostlyFirst(Object.keys(state.prompts))) ?? 'NONE000000'}`
  const promptIdentifier = (): string => {
    const arn = promptArn()
    const named = identifier(arn)
    const numbered = [undefined, undefined, undefined, ...promptVersions(state), '7']
    const chosen = one(numbered)
    return chosen !== undefined && named.startsWith('arn:') ? `${named}:${chosen}` : named
  }
  const maxResults = known.alone ? { maxResults: one([1, 2, 3, 10, 1000]) } : { firstPage: true }
  const token = (): object => {
    const name = one([undefined, undefined, 'first', 'second'])
    return name === undefined ? {} : { clientToken: `${name}-token-of-many-characters-in-all` }
  }
  const tags = (): object => one([{}, {}, { tags: { team: 'a' } }, { tags: { team: 'b', stage: 'c' } }, { tags: { 'aws:x': 'y' } }]) ?? {}
  const description = (): object => one([{}, { description: 'one' }, { description: 'another' }]) ?? {}
  const includedData = (): object => one([{}, { includedData: 'ALL_DATA' }, { includedData: 'METADATA_ONLY' }]) ?? {}
  const skip = (): object =>
    one([{}, { skipResourceInUseCheck: true }, { skipResourceInUseCheck: false }, { skipResourceInUseCheck: true }]) ?? {}
  const key = (): object => one([{}, { customerEncryptionKeyArn: `arn:aws:kms:us-east-1:123456789012:key/${'k'.repeat(36)}` }]) ?? {}
  const flow = (): object => {
    const definition = one(definitions)
    return {
      name: one(['flow', 'other']),
      executionRoleArn: `arn:aws:iam::123456789012:role/${one(['a', 'b'])}`,
      ...description(),
      ...key(),
      ...(definition && { definition }),
    }
  }
  const prompt = (): object => ({ name: one(['prompt', 'other']), ...description(), ...key(), ...one(variants) })
  const alias = (): object => {
    const flowVersion = one(['DRAFT', version(), version()])
    const concurrencyConfiguration = one([undefined, { type: 'Automatic' }, { type: 'Manual', maxConcurrency: 2 }])
    return {
      name: one(['live', 'live', 'next', 'last', 'spare', 'TSTALIASID']),
      routingConfiguration: [{ flowVersion }],
      ...description(),
      ...(concurrencyConfiguration && { concurrencyConfiguration }),
    }
  }
  const execution = (): object => {
    const { executionArn } = one(state.executions) ?? { executionArn: `${flowArn}/alias/TSTALIASID/execution/none` }
    const [flowPart = '', ofAlias = ''] = executionArn.split(/\/alias\/|\/execution\//)
    const labels = { flowIdentifier: identifier(flowPart), flowAliasIdentifier: identifier(`${flowPart}/alias/${ofAlias}`) }
    return { ...labels, executionIdentifier: identifier(executionArn) }
  }
  const taggable = (): string => {
    const arn = one([flowArn, aliasArn(), promptArn(), `${promptArn()}:${one(promptVersions(state)) ?? '1'}`]) ?? flowArn
    const named = identifier(arn)
    return named.startsWith('arn:') ? named : arn
  }
  const flowIdentifier = identifier(flowArn)
  const inputs: { readonly [Name in keyof typeof model]: () => object } = {
    CreateFlow: () => ({ ...flow(), ...token(), ...tags() }),
    GetFlow: () => ({ flowIdentifier, ...includedData() }),
    UpdateFlow: () => ({ flowIdentifier, ...flow() }),
    PrepareFlow: () => ({ flowIdentifier }),
    DeleteFlow: () => ({ flowIdentifier, ...skip() }),
    ListFlows: () => maxResults,
    CreateFlowVersion: () => ({ flowIdentifier, ...description(), ...token() }),
    GetFlowVersion: () => ({ flowIdentifier, flowVersion: version(), ...includedData() }),
    ListFlowVersions: () => ({ flowIdentifier, ...maxResults }),
    DeleteFlowVersion: () => ({ flowIdentifier, flowVersion: version(), ...skip() }),
    CreateFlowAlias: () => ({ flowIdentifier, ...alias(), ...token(), ...tags() }),
    GetFlowAlias: () => ({ flowIdentifier, aliasIdentifier: identifier(aliasArn()) }),
    UpdateFlowAlias: () => ({ flowIdentifier, aliasIdentifier: identifier(aliasArn()), ...alias() }),
    ListFlowAliases: () => ({ flowIdentifier, ...maxResults }),
    DeleteFlowAlias: () => ({ flowIdentifier, aliasIdentifier: identifier(aliasArn()) }),
    CreatePrompt: () => ({ ...prompt(), ...token(), ...tags() }),
    GetPrompt: () => ({
      promptIdentifier: promptIdentifier(),
      ...one([{}, {}, { promptVersion: 'DRAFT' }, { promptVersion: '1' }, { promptVersion: '2' }, { promptVersion: '01' }]),
      ...includedData(),
    }),
    UpdatePrompt: () => ({ promptIdentifier: promptIdentifier(), ...prompt() }),
    DeletePrompt: () => ({ promptIdentifier: promptIdentifier(), ...one([{}, { promptVersion: '1' }, { promptVersion: '2' }]) }),
    ListPrompts: () => ({ ...one([{}, { promptIdentifier: promptIdentifier() }]), ...maxResults }),
    CreatePromptVersion: () => ({ promptIdentifier: promptIdentifier(), ...description(), ...token(), ...tags() }),
    TagResource: () => ({ resourceArn: taggable(), tags: one([{ team: 'c' }, { stage: 'd', 'a b': '' }, { 'aws:x': 'y' }, {}]) }),
    UntagResource: () => ({ resourceArn: taggable(), tagKeys: one([['team'], ['stage', 'team', 'none'], []]) }),
    ListTagsForResource: () => ({ resourceArn: taggable() }),
    StartFlowExecution: () => ({
      flowIdentifier,
      flowAliasIdentifier: identifier(aliasArn()),
      ...one([{}, { flowExecutionName: 'run-1' }, { flowExecutionName: 'run-2' }]),
      inputs: [
        {
          nodeName: number() % 10 === 9 ? 'Other' : 'Start',
          nodeOutputName: 'document',
          content: { document: 'tea' },
        },
      ],
    }),
    GetFlowExecution: execution,
    StopFlowExecution: execution,
    ListFlowExecutions: () => ({ flowIdentifier, ...one([{}, { flowAliasIdentifier: identifier(aliasArn()) }]), ...maxResults }),
    GetExecutionFlowSnapshot: execution,
  }
  return { operation: operation satisfies OperationName, input: JSON.parse(JSON.stringify(inputs[operation]())) }
}

/** So that calls meet. */
const mostlyFirst = (ids: readonly string[]): readonly string[] => ids.flatMap((id, index) => (index === 0 ? [id, id, id] : [id]))

const promptVersions = ({ prompts }: State): readonly string[] => Object.values(prompts).flatMap(({ versions }) => Object.keys(versions))

/** Of a flow, an alias, an execution or a prompt. */
const kindOf = (arn: string): string => arn.replaceAll(/\/[^/]+(?=\/|$)/g, '').replace(/^([^:]*:){5}/, '') + arn.split('/').length

const variant = (changes: Partial<PromptVariant> = {}): PromptVariant => ({
  name: 'first',
  templateType: 'TEXT',
  templateConfiguration: { text: { text: 'Say {{words}}' } },
  ...changes,
})
const variants = [
  {},
  { variants: [] },
  { variants: [variant()] },
  { variants: [variant({ modelId: 'test.model' })], defaultVariant: 'first' },
  {},
  { variants: [variant()] },
  { variants: [variant()], defaultVariant: 'second' },
  { variants: [variant({ templateType: 'CHAT' })] },
  { defaultVariant: 'first' },
]
