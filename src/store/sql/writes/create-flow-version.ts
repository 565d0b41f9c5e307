import type { Kysely } from 'kysely'
import { ConflictException, ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import type { Partition } from '../../partition.ts'
import { flowRow, type VersionRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'
import { once, type ClientToken } from './once.ts'

export interface CreateFlowVersion {
  readonly partition: Partition
  readonly flowId: string
  readonly description: string | null
  readonly quota: number
  readonly client: ClientToken | undefined
  readonly now: number
}

/**
 * Numbers count on from the highest that there ever was. The definition is not kept with the token: it is read for each
 * answer, and missing in that of a request that comes again when all who had it have gone.
 */
export const createFlowVersion = async (db: Kysely<Tables>, { client, ...version }: CreateFlowVersion): Promise<VersionRow> => {
  const row = await once(db, client, () => insertVersion(db, version))
  const kept = await db.selectFrom('definitions').select('text').where('hash', '=', row.definition_hash).executeTakeFirst()
  return { ...row, ...(kept && { definition: kept.text }) }
}

const insertVersion = async (
  db: Kysely<Tables>,
  { partition, flowId, description, quota, now }: Omit<CreateFlowVersion, 'client'>,
): Promise<VersionRow> => {
  const { status, last_version, name, role, kms_key, definition_hash } = await flowRow(db, partition, flowId)
  if (status !== 'Prepared' || definition_hash === null) throw notInStatus('CreateFlowVersion', status)
  const { versions } = await db
    .selectFrom('flow_versions')
    .select(({ fn }) => fn.countAll<number>().as('versions'))
    .where((where) => where.and({ ...partition, flow: flowId }))
    .executeTakeFirstOrThrow()
  if (versions >= quota)
    throw new ServiceQuotaExceededException(
      `Flow ${flowId} takes no more versions: max-number-flow-versions is ${quota} (setting quotas.flowVersions).`,
    )
  const version = String(last_version + 1)
  const row = { ...partition, flow: flowId, version, name, description, role, kms_key, definition_hash, created: now }
  await db.insertInto('flow_versions').values(row).execute()
  await db
    .updateTable('flows')
    .set({ last_version: last_version + 1 })
    .where((where) => where.and({ ...partition, id: flowId }))
    .execute()
  return row
}

/** The text that AWS answers: clients look for it. @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_CreateFlowVersion.html */
const notInStatus = (operation: string, status: string): ConflictException =>
  new ConflictException(
    `Couldn't perform ${operation} operation. The resource that you specified is currently in status ${status}. Retry your request after the resource changes to a valid status.`,
  )
