import type { FlowStatus } from '../../contract/flow.ts'
import type { ExecutionKind, ExecutionStatus } from '../../engine/event.ts'
import type { Generated } from 'kysely'

/** What every SQL store keeps. Times are milliseconds UTC; columns of JSON are text. */
export interface Tables {
  readonly flows: FlowTable
  readonly flow_versions: FlowVersionTable
  readonly flow_aliases: FlowAliasTable
  readonly definitions: DefinitionTable
  readonly executions: ExecutionTable
  readonly stop_proofs: StopProofTable
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
