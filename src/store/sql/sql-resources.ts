import type { Kysely } from 'kysely'
import { ValidationException } from '../../contract/exceptions.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { DeclaredFlow, FlowVersion, NewFlow, NewFlowAlias, Partition, PartitionResources, Resources } from '../resources.ts'
import { definitionHash } from './definition-hash.ts'
import { flowIdOf, noVersion } from './flow-identifier.ts'
import { aliasOf, flowOf, flowRow, versionOf, type AliasRow, type FlowRow } from './flow-row.ts'
import { listFlows } from './list-flows.ts'
import { aliasRow, resolveAlias } from './resolve-alias.ts'
import type { Tables } from './tables.ts'
import type { CreateFlow } from './writes/create-flow.ts'
import type { CreateFlowAlias } from './writes/create-flow-alias.ts'
import type { CreateFlowVersion } from './writes/create-flow-version.ts'
import type { DeclareFlow } from './writes/declare-flows.ts'
import type { SavePreparation } from './writes/save-preparation.ts'

/** The writes of resources, each done by the store's one writer. */
export interface ResourceWrites {
  readonly createFlow: (input: CreateFlow) => Promise<void>
  readonly savePreparation: (input: SavePreparation) => Promise<void>
  readonly createFlowVersion: (input: CreateFlowVersion) => Promise<string>
  readonly createFlowAlias: (input: CreateFlowAlias) => Promise<void>
  readonly declareFlows: (input: readonly DeclareFlow[]) => Promise<readonly string[]>
}

export interface SqlResourcesOptions {
  /** Reads only. */
  readonly db: Kysely<Tables>
  readonly writes: ResourceWrites
  readonly clock: Clock
  readonly ids: Ids
}

/** Resources over any SQL database. */
export const sqlResources = (options: SqlResourcesOptions): Resources => ({
  of: ({ account, region }) => partitionResources({ account, region }, options),
})

const partitionResources = (partition: Partition, { db, writes, clock, ids }: SqlResourcesOptions): PartitionResources => ({
  async createFlow(flow, quota) {
    const row = newFlowRow(flow, { ...partition, id: ids.resource(), now: clock.now() })
    await writes.createFlow({ row, quota })
    return flowOf(row)
  },
  async getFlow(flowIdentifier) {
    return flowOf(await flowRow(db, partition, flowIdOf(partition, flowIdentifier)))
  },
  listFlows: (page) => listFlows(db, partition, page),
  async savePreparation(flowIdentifier, revision, { status, validations }) {
    const flowId = flowIdOf(partition, flowIdentifier)
    await writes.savePreparation({ partition, flowId, revision, status, validations: JSON.stringify(validations), now: clock.now() })
  },
  async createFlowVersion(flowIdentifier, { description = null }: { readonly description?: string | null }, quota) {
    const flowId = flowIdOf(partition, flowIdentifier)
    const version = await writes.createFlowVersion({ partition, flowId, description, quota, now: clock.now() })
    return flowVersion(db, partition, { flowId, version })
  },
  async createFlowAlias(flowIdentifier, alias, quota) {
    const row = newAliasRow(alias, { ...partition, flow: flowIdOf(partition, flowIdentifier), id: ids.resource(), now: clock.now() })
    await writes.createFlowAlias({ row, quota })
    return aliasOf(row)
  },
  async getFlowAlias(flowIdentifier, aliasIdentifier) {
    const { alias } = await aliasRow(db, partition, { flowIdentifier, aliasIdentifier })
    return aliasOf(alias)
  },
  resolveAlias: (flowIdentifier, aliasIdentifier) => resolveAlias(db, partition, { flowIdentifier, aliasIdentifier }),
  declareFlows: (flows) => writes.declareFlows(flows.map((flow) => declaration(flow, { ...partition, id: flow.id, now: clock.now() }))),
})

interface NewKey extends Partition {
  readonly id: string
  readonly now: number
}

const newFlowRow = (flow: NewFlow, { account, region, id, now }: NewKey): FlowRow => ({
  account,
  region,
  id,
  name: flow.name,
  description: flow.description ?? null,
  role: flow.executionRoleArn,
  kms_key: flow.customerEncryptionKeyArn ?? null,
  definition: flow.definition ? JSON.stringify(flow.definition) : null,
  definition_hash: flow.definition ? definitionHash(flow.definition) : null,
  status: 'NotPrepared',
  validations: '[]',
  created: now,
  updated: now,
  revision: 1,
  last_version: 0,
})

const declaration = ({ definition, validations, alias, ...flow }: DeclaredFlow, key: NewKey): DeclareFlow => ({
  row: {
    ...newFlowRow(flow, key),
    definition: JSON.stringify(definition),
    definition_hash: definitionHash(definition),
    status: 'Prepared',
    validations: JSON.stringify(validations),
  },
  ...(alias && { alias }),
})

const newAliasRow = (alias: NewFlowAlias, { account, region, flow, id, now }: NewKey & { readonly flow: string }): AliasRow => {
  const version = alias.routingConfiguration[0]?.flowVersion
  if (version === undefined) throw new ValidationException(`Alias ${alias.name} needs a flowVersion in its routingConfiguration.`)
  const { name, description = null, concurrencyConfiguration } = alias
  const concurrency = concurrencyConfiguration ? JSON.stringify(concurrencyConfiguration) : null
  return { account, region, flow, id, name, description, version, concurrency, created: now, updated: now }
}

const flowVersion = async (
  db: Kysely<Tables>,
  partition: Partition,
  { flowId, version }: { flowId: string; version: string },
): Promise<FlowVersion> => {
  const row = await db
    .selectFrom('flow_versions')
    .innerJoin('definitions', 'definitions.hash', 'flow_versions.definition_hash')
    .selectAll('flow_versions')
    .select('definitions.text as definition')
    .where((where) => where.and({ ...partition, flow: flowId, version }))
    .executeTakeFirst()
  if (!row) throw noVersion(flowId, version)
  return versionOf(row)
}
