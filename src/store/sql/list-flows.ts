import type { Kysely } from 'kysely'
import type { Page } from '../../engine/executions.ts'
import type { Flow } from '../flow.ts'
import type { Partition } from '../partition.ts'
import type { PageRequest } from '../resources.ts'
import { flowOf } from './flow-row.ts'
import { afterNewest, newestKey, page } from './keyset.ts'
import type { Tables } from './tables.ts'

/** Newest update first, without their definitions. */
export const listFlows = async (db: Kysely<Tables>, partition: Partition, { limit, after }: PageRequest): Promise<Page<Flow>> => {
  const rows = await db
    .selectFrom('flows')
    .select(['account', 'region', 'id', 'name', 'description', 'role', 'kms_key', 'definition_hash', 'status', 'validations'])
    .select(['created', 'updated', 'revision', 'last_version'])
    .where((where) => where.and({ ...partition }))
    .where(afterNewest(after))
    .orderBy('updated', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return page(rows, { limit, item: flowOf, key: newestKey })
}
