import type { Kysely, Selectable } from 'kysely'
import { flowArn } from '../../contract/arn.ts'
import type { Flow, FlowVersion } from '../flow.ts'
import type { FlowAlias } from '../flow-alias.ts'
import type { Partition } from '../partition.ts'
import { noFlow } from './flow-identifier.ts'
import type { Tables } from './tables.ts'

export type FlowRow = Selectable<Tables['flows']>
/** With the text of its definition where that was read. */
export type VersionRow = Selectable<Tables['flow_versions']> & { readonly definition?: string }
export type AliasRow = Selectable<Tables['flow_aliases']>

/** @throws ResourceNotFoundException */
export const flowRow = async (db: Kysely<Tables>, { account, region }: Partition, flowId: string): Promise<FlowRow> => {
  const row = await db
    .selectFrom('flows')
    .selectAll()
    .where((where) => where.and({ account, region, id: flowId }))
    .executeTakeFirst()
  if (!row) throw noFlow(flowId)
  return row
}

/** Without its definition where that was not read. */
export const flowOf = ({ definition, ...row }: Omit<FlowRow, 'definition'> & Partial<Pick<FlowRow, 'definition'>>): Flow => ({
  id: row.id,
  arn: flowArn({ account: row.account, region: row.region, flowId: row.id }),
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  executionRoleArn: row.role,
  ...(row.kms_key !== null && { customerEncryptionKeyArn: row.kms_key }),
  ...(definition && { definition: JSON.parse(definition) }),
  status: row.status,
  validations: JSON.parse(row.validations),
  createdAt: row.created,
  updatedAt: row.updated,
  revision: row.revision,
})

export const versionOf = ({ definition, ...row }: VersionRow): FlowVersion => ({
  id: row.flow,
  arn: flowArn({ account: row.account, region: row.region, flowId: row.flow }),
  version: row.version,
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  executionRoleArn: row.role,
  ...(row.kms_key !== null && { customerEncryptionKeyArn: row.kms_key }),
  ...(definition !== undefined && { definition: JSON.parse(definition) }),
  status: 'Prepared',
  createdAt: row.created,
})

export const aliasOf = (row: AliasRow): FlowAlias => ({
  id: row.id,
  arn: flowArn({ account: row.account, region: row.region, flowId: row.flow, aliasId: row.id }),
  flowId: row.flow,
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  routingConfiguration: [{ flowVersion: row.version }],
  ...(row.concurrency !== null && { concurrencyConfiguration: JSON.parse(row.concurrency) }),
  createdAt: row.created,
  updatedAt: row.updated,
})
