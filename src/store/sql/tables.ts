import type { FlowStatus } from '../../contract/flow.ts'
import type { ExecutionKind, ExecutionStatus } from '../../engine/event.ts'
import type { Generated } from 'kysely'

/** What every SQL store keeps. Times are milliseconds UTC; columns of JSON are text. */
export interface Tables {
  readonly flows: FlowTable
  readonly flow_versions: FlowVersionTable
  readonly flow_aliases: FlowAliasTable
  readonly prompts: PromptTable
  readonly prompt_versions: PromptVersionTable
  readonly resource_tags: ResourceTagTable
  readonly client_tokens: ClientTokenTable
  readonly definitions: DefinitionTable
  readonly unused_definitions: UnusedDefinitionTable
  readonly executions: ExecutionTable
  readonly events: EventTable
  readonly stop_proofs: StopProofTable
  readonly execution_summaries: ExecutionSummaryTable
}

interface FlowTable {
  account: string
  region: string
  id: string
  name: string
  description: string | null
  role: string
  kms_key: string | null
  definition: string | null
  definition_hash: string | null
  status: FlowStatus
  validations: string
  created: number
  updated: number
  revision: number
  /** The highest number that a version ever had. */
  last_version: number
}

interface FlowVersionTable {
  account: string
  region: string
  flow: string
  version: string
  name: string
  description: string | null
  role: string
  kms_key: string | null
  definition_hash: string
  created: number
}

interface FlowAliasTable {
  account: string
  region: string
  flow: string
  id: string
  name: string
  description: string | null
  version: string
  concurrency: string | null
  created: number
  updated: number
}

/** The text is the author's; the hash is of its canonical form. */
interface DefinitionTable {
  hash: string
  text: string
}

/** No draft and no version has it any more, nor any execution that began after `last_execution`. */
interface UnusedDefinitionTable {
  hash: string
  last_execution: number
}

interface PromptTable extends PromptContent {
  id: string
  updated: number
  /** The highest number that a version ever had. */
  last_version: number
}

interface PromptVersionTable extends PromptContent {
  prompt: string
  version: number
}

interface PromptContent {
  account: string
  region: string
  name: string
  description: string | null
  kms_key: string | null
  default_variant: string | null
  variants: string | null
  created: number
}

interface ResourceTagTable {
  account: string
  region: string
  arn: string
  tags: string
}

interface ClientTokenTable {
  account: string
  region: string
  operation: string
  token: string
  /** A hash of what the create was asked for. */
  parameters: string
  /** What it answered. */
  result: string
  created: number
}

/** Written and read by statements of each store's own; here is what deletes them. */
interface EventTable {
  execution: number
  sequence: number
}

interface ExecutionTable {
  id: Generated<number>
  arn: string
  account: string
  region: string
  flow: string
  alias: string
  name: string
  kind: ExecutionKind
  version: string
  definition_hash: string
  role: string
  kms_key: string | null
  start_token: string
  status: ExecutionStatus
  started: number
  ended: number | null
  deadline: number
  epoch: number
  owner: string
  released: number
  /** The body of the `ended` event. */
  outcome: string | null
}

interface StopProofTable {
  execution: number
  requested: number
  cause: string
  state: 'open' | 'complete'
  visits: string
}

interface ExecutionSummaryTable {
  execution: number
  /** Of the last event that it stands for. */
  sequence: number
  summary: string
}
