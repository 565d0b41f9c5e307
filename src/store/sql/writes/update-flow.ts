import type { Kysely } from 'kysely'
import type { Partition } from '../../partition.ts'
import { flowRow, type FlowRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'
import { releaseDefinition } from './release-definition.ts'

export interface UpdateFlow {
  readonly partition: Partition
  readonly flowId: string
  /** What the author says of it: whatever is left out is `null`. */
  readonly written: Pick<FlowRow, 'name' | 'description' | 'role' | 'kms_key' | 'definition' | 'definition_hash'>
  readonly now: number
}

/** Whatever was found out about the DRAFT before is void. */
export const updateFlow = async (db: Kysely<Tables>, { partition, flowId, written, now }: UpdateFlow): Promise<FlowRow> => {
  const before = await flowRow(db, partition, flowId)
  const row: FlowRow = {
    ...before,
    ...written,
    status: 'NotPrepared',
    validations: '[]',
    updated: Math.max(now, before.updated),
    revision: before.revision + 1,
  }
  await db
    .updateTable('flows')
    .set(row)
    .where((where) => where.and({ ...partition, id: flowId }))
    .execute()
  await releaseDefinition(db, before.definition_hash)
  return row
}
