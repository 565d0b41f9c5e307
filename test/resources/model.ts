/**
 * Flows, prompts and executions of one account as the documentation says they behave, in plain objects: slow, without any
 * storage, written apart from what it is compared with. A state is changed in place; whoever needs it again copies it first.
 */
import type { OperationInput, OperationName } from '../../src/contract/operations.ts'
import type { ExceptionName } from '../../src/contract/exceptions.ts'
import type { Tags } from '../../src/contract/tag.ts'

export interface State {
  readonly flows: Record<string, ModelFlow>
  readonly prompts: Record<string, ModelPrompt>
  /** By ARN. */
  readonly tags: Record<string, Tags>
  /** By operation and token. */
  readonly tokens: Record<string, { readonly parameters: string; readonly answer: object; readonly at: number }>
  /** Oldest first. */
  readonly executions: ModelExecution[]
}

type Written<Name extends OperationName> = Omit<OperationInput<Name>, 'clientToken' | 'tags' | `${string}Identifier`>

export interface ModelFlow {
  written: Written<'CreateFlow'>
  status: 'NotPrepared' | 'Prepared' | 'Failed'
  readonly createdAt: number
  updatedAt: number
  /** How often it was written. */
  revision: number
  lastVersion: number
  readonly versions: Record<string, ModelFlowVersion>
  readonly aliases: Record<string, ModelAlias>
}

/** `written.description` is its own. */
export interface ModelFlowVersion {
  readonly written: Written<'CreateFlow'>
  readonly createdAt: number
}

export interface ModelAlias {
  written: Written<'CreateFlowAlias'>
  readonly createdAt: number
  updatedAt: number
}

export interface ModelPrompt {
  written: Written<'CreatePrompt'>
  readonly createdAt: number
  updatedAt: number
  lastVersion: number
  readonly versions: Record<string, { readonly written: Written<'CreatePrompt'>; readonly createdAt: number }>
}

export interface ModelExecution {
  readonly executionArn: string
  readonly flowId: string
  readonly aliasId: string
  readonly flowVersion: string
  readonly flow: Written<'CreateFlow'>
  readonly startedAt: number
  status: 'Running' | 'Aborted'
}

/** What an operation of the model has for one of its steps. */
export interface Turn {
  readonly state: State
  readonly now: number
  /** `arn:aws:bedrock:region:account:` */
  readonly prefix: string
  /** Of everything there may be so many. */
  readonly quota: number
  /** What was really answered: ids are drawn, so that the model takes them from there. */
  readonly seen: Readonly<Record<string, unknown>>
}

/** What is left to do of an operation that others may come between. `memory`: what it has learnt so far, all of it. */
export class More {
  readonly memory: unknown
  readonly step: (turn: Turn) => object

  constructor(memory: unknown, step: (turn: Turn) => object) {
    this.memory = memory
    this.step = step
  }
}

/** Any of these exceptions is right: none of them is documented to come first. */
export class Refused extends Error {
  readonly names: readonly ExceptionName[]

  constructor(...names: readonly ExceptionName[]) {
    super(names.join(' or '))
    this.names = names
  }
}

export const noState = (): State => ({ flows: {}, prompts: {}, tags: {}, tokens: {}, executions: [] })

export const refuseIf = (reasons: Partial<Record<ExceptionName, boolean>>): void => {
  const names = refusals(reasons)
  if (names.length > 0) throw new Refused(...names)
}

export const refusals = (reasons: Partial<Record<ExceptionName, boolean>>): ExceptionName[] =>
  (Object.keys(reasons) as ExceptionName[]).filter((name) => reasons[name])

/** What a token created before, for a day; else what is created now. `or`: what else could refuse another use of the token. */
export const once = (
  { state, now }: Turn,
  {
    operation,
    token,
    parameters,
    or = [],
  }: { operation: OperationName; token?: string | undefined; parameters: object; or?: ExceptionName[] },
  create: () => object,
): object => {
  if (token === undefined) return create()
  const key = `${operation} ${token}`
  const before = state.tokens[key]
  const written = JSON.stringify(parameters)
  if (before && now < before.at + day) {
    if (before.parameters !== written) throw new Refused('ConflictException', ...or)
    return structuredClone(before.answer)
  }
  const answer = create()
  state.tokens[key] = { parameters: written, answer: structuredClone(answer), at: now }
  return answer
}

export const day = 86_400_000

/** An id that was not there before. */
export const newId = (taken: Readonly<Record<string, unknown>>, { seen: { id } }: Turn): string => {
  if (typeof id !== 'string' || !/^[0-9A-Z]{10}$/.test(id) || id in taken) throw new Refused()
  return id
}

/** `undefined`: it is named by the ARN of something else, or of somebody else. */
export const shortId = (identifier: string, prefix: string): string | undefined => {
  if (!identifier.startsWith('arn:')) return identifier
  const rest = identifier.startsWith(prefix) ? identifier.slice(prefix.length) : ''
  return rest === '' || rest.includes('/') ? undefined : rest
}

export const flowOf = ({ state, prefix }: Turn, flowIdentifier: string): { flowId: string; flow: ModelFlow } => {
  const flowId = shortId(flowIdentifier, `${prefix}flow/`) ?? ''
  const flow = state.flows[flowId]
  if (!flow) throw new Refused('ResourceNotFoundException')
  return { flowId, flow }
}

export const aliasOf = (turn: Turn, flowIdentifier: string, aliasIdentifier: string) => {
  const { flowId, flow } = flowOf(turn, flowIdentifier)
  const aliasId = shortId(aliasIdentifier, `${turn.prefix}flow/${flowId}/alias/`) ?? ''
  const alias = flow.aliases[aliasId]
  if (!alias) throw new Refused('ResourceNotFoundException')
  return { flowId, flow, aliasId, alias }
}

export const iso = (time: number): string => new Date(time).toISOString()

export const reserved = (tags: Tags = {}): boolean => Object.keys(tags).some((key) => key.startsWith('aws:'))

export const addTags = ({ state }: Turn, arn: string, tags: Tags = {}): void => {
  if (Object.keys(tags).length > 0) state.tags[arn] = { ...state.tags[arn], ...tags }
}
