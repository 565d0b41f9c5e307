import type { Kysely } from 'kysely'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { Partition } from '../partition.ts'
import type { AliasRow, FlowRow, VersionRow } from './flow-row.ts'
import type { PromptRow, PromptVersionRow } from './prompt-row.ts'
import type { Tables } from './tables.ts'
import type { CreateFlow } from './writes/create-flow.ts'
import type { CreateFlowAlias } from './writes/create-flow-alias.ts'
import type { CreateFlowVersion } from './writes/create-flow-version.ts'
import type { CreatePrompt } from './writes/create-prompt.ts'
import type { CreatePromptVersion } from './writes/create-prompt-version.ts'
import type { DeclareFlow } from './writes/declare-flows.ts'
import type { DeleteFlow } from './writes/delete-flow.ts'
import type { DeleteFlowAlias } from './writes/delete-flow-alias.ts'
import type { DeleteFlowVersion } from './writes/delete-flow-version.ts'
import type { DeletePrompt } from './writes/delete-prompt.ts'
import type { ForgetTokens } from './writes/forget-tokens.ts'
import type { SavePreparation } from './writes/save-preparation.ts'
import type { ChangeTags } from './writes/tags.ts'
import type { UpdateFlow } from './writes/update-flow.ts'
import type { UpdateFlowAlias } from './writes/update-flow-alias.ts'
import type { UpdatePrompt } from './writes/update-prompt.ts'

/** The writes of resources, each done by the store's one writer. */
export interface ResourceWrites {
  readonly createFlow: (input: CreateFlow) => Promise<FlowRow>
  readonly updateFlow: (input: UpdateFlow) => Promise<FlowRow>
  readonly deleteFlow: (input: DeleteFlow) => Promise<void>
  readonly savePreparation: (input: SavePreparation) => Promise<void>
  readonly declareFlows: (input: readonly DeclareFlow[]) => Promise<readonly string[]>
  readonly createFlowVersion: (input: CreateFlowVersion) => Promise<VersionRow>
  readonly deleteFlowVersion: (input: DeleteFlowVersion) => Promise<void>
  readonly createFlowAlias: (input: CreateFlowAlias) => Promise<AliasRow>
  readonly updateFlowAlias: (input: UpdateFlowAlias) => Promise<AliasRow>
  readonly deleteFlowAlias: (input: DeleteFlowAlias) => Promise<void>
  readonly createPrompt: (input: CreatePrompt) => Promise<PromptRow>
  readonly updatePrompt: (input: UpdatePrompt) => Promise<PromptRow>
  readonly deletePrompt: (input: DeletePrompt) => Promise<void>
  readonly createPromptVersion: (input: CreatePromptVersion) => Promise<PromptVersionRow>
  readonly changeTags: (input: ChangeTags) => Promise<void>
  readonly forgetTokens: (input: ForgetTokens) => Promise<number>
}

export interface SqlResourcesOptions {
  /** Reads only. */
  readonly db: Kysely<Tables>
  readonly writes: ResourceWrites
  readonly clock: Clock
  readonly ids: Ids
}

/** The same for one account and region. */
export interface PartitionOptions extends SqlResourcesOptions {
  readonly partition: Partition
}
