import type { Kysely } from 'kysely'
import { ValidationException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import type { Partition } from '../../partition.ts'
import { aliasRow } from '../resolve-alias.ts'
import type { Tables } from '../tables.ts'
import { removeAlias } from './delete-flow-version.ts'
import { refuseWhileRunning } from './in-use.ts'

export interface DeleteFlowAlias {
  readonly partition: Partition
  readonly flowId: string
  readonly aliasId: string
}

/** @remarks Assumed: to delete TSTALIASID is a ValidationException. */
export const deleteFlowAlias = async (db: Kysely<Tables>, { partition, flowId, aliasId }: DeleteFlowAlias): Promise<void> => {
  await aliasRow(db, partition, { flowIdentifier: flowId, aliasIdentifier: aliasId })
  if (aliasId === testAlias) throw new ValidationException(`The alias ${testAlias} belongs to its flow and cannot be deleted.`)
  await refuseWhileRunning(db, partition, { flow: flowId, alias: aliasId })
  await removeAlias(db, partition, { flow: flowId, id: aliasId })
}
