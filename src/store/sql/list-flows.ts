import { keyNumber } from '../../contract/page-key.ts'
import type { Kysely } from 'kysely'
import type { Page } from '../../engine/executions.ts'
import type { Flow, PageRequest, Partition } from '../resources.ts'
import { flowOf } from './flow-row.ts'
import { page } from './keyset.ts'
import type { Tables } from './tables.ts'

/** Newest update first, without their definitions. A page goes on after the last flow's time and id. */
export const listFlows = async (db: Kysely<Tables>, partition: Partition, { limit, after }: PageRequest): Promise<Page<Flow>> => {
  let query = db
    .selectFrom('flows')
    .select([
      'account',
      'region',
      'id',
      'name',
      'description',
      'role',
      'kms_key',
      'definition_hash',
      'status',
      'validations',
      'created',
      'updated',
    ])
    .select(['revision', 'last_version'])
    .where((where) => where.and({ ...partition }))
    .orderBy('updated', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) {
    const [, time, id = ''] = /^([^/]*)\/([0-9a-zA-Z]{10})$/.exec(after) ?? []
    const updated = keyNumber(time)
    query = query.where((where) => where(where.refTuple('updated', 'id'), '<', where.tuple(updated, id)))
  }
  return page(await query.execute(), { limit, item: flowOf, key: ({ updated, id }) => `${updated}/${id}` })
}
