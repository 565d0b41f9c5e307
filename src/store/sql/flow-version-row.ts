import type { Kysely, Selectable } from 'kysely'
import type { Partition } from '../partition.ts'
import { noVersion } from './flow-identifier.ts'
import type { Tables } from './tables.ts'

/** Without its definition. @throws ResourceNotFoundException */
export const versionRow = async (
  db: Kysely<Tables>,
  partition: Partition,
  { flowId, version }: { readonly flowId: string; readonly version: string },
): Promise<Selectable<Tables['flow_versions']>> => {
  const row = await db
    .selectFrom('flow_versions')
    .selectAll()
    .where((where) => where.and({ ...partition, flow: flowId, version }))
    .executeTakeFirst()
  if (!row) throw noVersion(flowId, version)
  return row
}
