import type { Kysely } from 'kysely'
import { ValidationException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import type { Partition } from '../../partition.ts'
import type { AliasRow } from '../flow-row.ts'
import { aliasRow } from '../resolve-alias.ts'
import type { Tables } from '../tables.ts'
import { checkAlias } from './create-flow-alias.ts'

export interface UpdateFlowAlias {
  readonly partition: Partition
  readonly flowId: string
  readonly aliasId: string
  /** What the author says of it: whatever is left out is `null`. */
  readonly written: Pick<AliasRow, 'name' | 'description' | 'version' | 'concurrency'>
  readonly now: number
}

/** @remarks Assumed: of TSTALIASID, the description and the concurrency can change, its name and where it leads cannot. */
export const updateFlowAlias = async (
  db: Kysely<Tables>,
  { partition, flowId, aliasId, written, now }: UpdateFlowAlias,
): Promise<AliasRow> => {
  const { alias } = await aliasRow(db, partition, { flowIdentifier: flowId, aliasIdentifier: aliasId })
  if (aliasId === testAlias && (written.name !== testAlias || written.version !== 'DRAFT'))
    throw new ValidationException(
      `The alias ${testAlias} keeps its name and leads to DRAFT: create an alias to lead to version ${written.version}.`,
    )
  const row = { ...alias, ...written, updated: Math.max(now, alias.updated) }
  await checkAlias(db, row)
  await db
    .updateTable('flow_aliases')
    .set(row)
    .where((where) => where.and({ ...partition, flow: flowId, id: aliasId }))
    .execute()
  return row
}
