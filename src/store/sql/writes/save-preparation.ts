import type { Kysely } from 'kysely'
import { ConflictException } from '../../../contract/exceptions.ts'
import type { Partition } from '../../partition.ts'
import { flowRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'
import { keepDefinition } from './keep-definition.ts'

export interface SavePreparation {
  readonly partition: Partition
  readonly flowId: string
  readonly revision: number
  readonly status: 'Prepared' | 'Failed'
  /** JSON. */
  readonly validations: string
  readonly now: number
}

/** @remarks Assumed: a preparation counts as an update of the flow. */
export const savePreparation = async (
  db: Kysely<Tables>,
  { partition, flowId, revision, status, validations, now }: SavePreparation,
): Promise<void> => {
  const { definition, definition_hash: hash, ...flow } = await flowRow(db, partition, flowId)
  if (flow.revision !== revision) throw new ConflictException(`Flow ${flowId} was changed while it was being prepared: prepare it again.`)
  if (status === 'Prepared') {
    if (definition === null || hash === null) throw new Error(`Flow ${flowId} has no definition that could be prepared`)
    await keepDefinition(db, { hash, text: definition })
  }
  await db
    .updateTable('flows')
    .set({ status, validations, updated: Math.max(now, flow.updated) })
    .where((where) => where.and({ ...partition, id: flowId }))
    .execute()
}
