import type { Kysely } from 'kysely'
import { flowArn, parseFlowArn } from '../../contract/arn.ts'
import type { Partition } from '../partition.ts'
import type { RunnableAlias } from '../flow-alias.ts'
import { AliasNotPrepared } from '../flow-alias.ts'
import { aliasIdOf, flowIdOf, noAlias, noFlow } from './flow-identifier.ts'
import { flowRow } from './flow-row.ts'
import type { Tables } from './tables.ts'

/** Finds an alias of a flow. @throws ResourceNotFoundException - naming the first of the two that does not fit. */
export const aliasRow = async (db: Kysely<Tables>, partition: Partition, { flowIdentifier, aliasIdentifier }: AliasIdentifiers) => {
  const flow = await flowRow(db, partition, flowIdOf(partition, flowIdentifier))
  const id = aliasIdOf(partition, flow.id, aliasIdentifier)
  const alias = await db
    .selectFrom('flow_aliases')
    .selectAll()
    .where((where) => where.and({ ...partition, flow: flow.id, id }))
    .executeTakeFirst()
  if (!alias) throw noAlias(flow.id, aliasIdentifier)
  return { flow, alias }
}

export interface AliasIdentifiers {
  readonly flowIdentifier: string
  readonly aliasIdentifier: string
}

/** What an alias leads to right now. Whoever starts an execution by it has `create` look again. */
export const resolveAlias = async (db: Kysely<Tables>, partition: Partition, identifiers: AliasIdentifiers): Promise<RunnableAlias> => {
  const flowId = flowIdOf(partition, identifiers.flowIdentifier)
  const { version, alias, concurrency, copy, ...draft } = await targetRow(db, partition, { flowId, ...identifiers })
  const target = version === 'DRAFT' ? draft : copy
  if (!target?.definition_hash || (version === 'DRAFT' && draft.status !== 'Prepared')) throw new AliasNotPrepared()
  return {
    flowId,
    aliasId: alias,
    aliasArn: flowArn({ ...partition, flowId, aliasId: alias }),
    flowVersion: version,
    definitionHash: target.definition_hash,
    executionRoleArn: target.role,
    ...(target.kms_key !== null && { customerEncryptionKeyArn: target.kms_key }),
    ...(concurrency !== null && { concurrency: JSON.parse(concurrency) }),
  }
}

/** Flow, alias and version in one query, without the definition: every start asks, and between two queries either may change. */
const targetRow = async (db: Kysely<Tables>, partition: Partition, { flowId, aliasIdentifier }: { flowId: string } & AliasIdentifiers) => {
  const { account, region } = partition
  // The alias may be an ARN that fits no alias of this flow: the flow's absence is told first.
  const aliasId = aliasIdentifier.startsWith('arn:') ? parseFlowArn(aliasIdentifier)?.aliasId : aliasIdentifier
  const row = await db
    .selectFrom('flows')
    .leftJoin('flow_aliases as aliases', (join) =>
      join
        .onRef('aliases.account', '=', 'flows.account')
        .onRef('aliases.region', '=', 'flows.region')
        .onRef('aliases.flow', '=', 'flows.id')
        .on('aliases.id', '=', aliasId ?? ''),
    )
    .leftJoin('flow_versions as versions', (join) =>
      join
        .onRef('versions.account', '=', 'aliases.account')
        .onRef('versions.region', '=', 'aliases.region')
        .onRef('versions.flow', '=', 'aliases.flow')
        .onRef('versions.version', '=', 'aliases.version'),
    )
    .select(['flows.status', 'flows.definition_hash', 'flows.role', 'flows.kms_key'])
    .select(['aliases.id as alias', 'aliases.version', 'aliases.concurrency'])
    .select(['versions.definition_hash as copied_hash', 'versions.role as copied_role', 'versions.kms_key as copied_key'])
    .where((where) => where.and({ 'flows.account': account, 'flows.region': region, 'flows.id': flowId }))
    .executeTakeFirst()
  if (!row) throw noFlow(flowId)
  const { alias, version, copied_hash, copied_role, copied_key, ...rest } = row
  if (alias === null || version === null || aliasIdOf(partition, flowId, aliasIdentifier) !== alias) throw noAlias(flowId, aliasIdentifier)
  const copy = copied_role === null ? undefined : { definition_hash: copied_hash, role: copied_role, kms_key: copied_key }
  return { alias, version, copy, ...rest }
}
