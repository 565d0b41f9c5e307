import type { Kysely } from 'kysely'
import { flowArn } from '../../../contract/arn.ts'
import { ConflictException } from '../../../contract/exceptions.ts'
import type { Partition } from '../../partition.ts'
import { flowRow } from '../flow-row.ts'
import { versionRow } from '../flow-version-row.ts'
import type { Tables } from '../tables.ts'
import { refuseWhileRunning } from './in-use.ts'
import { releaseDefinition } from './release-definition.ts'
import { removeTags } from './tags.ts'

export interface DeleteFlowVersion {
  readonly partition: Partition
  readonly flowId: string
  readonly version: string
  readonly skipResourceInUseCheck: boolean
}

/**
 * Executions that run the version go on: they have a definition of their own.
 * @remarks Assumed: a version is in use when an alias leads to it; such aliases go with it when that is not to be checked.
 */
export const deleteFlowVersion = async (
  db: Kysely<Tables>,
  { partition, flowId, version, skipResourceInUseCheck }: DeleteFlowVersion,
): Promise<void> => {
  await flowRow(db, partition, flowId)
  const { definition_hash } = await versionRow(db, partition, { flowId, version })
  const aliases = await db
    .selectFrom('flow_aliases')
    .select(['id', 'name'])
    .where((where) => where.and({ ...partition, flow: flowId, version }))
    .execute()
  for (const { id, name } of aliases) {
    if (!skipResourceInUseCheck)
      throw new ConflictException(
        `Version ${version} of flow ${flowId} is in use: the alias ${name} (${id}) leads to it. Lead it elsewhere, or set skipResourceInUseCheck.`,
      )
    await refuseWhileRunning(db, partition, { flow: flowId, alias: id })
    await removeAlias(db, partition, { flow: flowId, id })
  }
  await db
    .deleteFrom('flow_versions')
    .where((where) => where.and({ ...partition, flow: flowId, version }))
    .execute()
  await releaseDefinition(db, definition_hash)
}

/** With its tags. */
export const removeAlias = async (db: Kysely<Tables>, partition: Partition, { flow, id }: { flow: string; id: string }): Promise<void> => {
  await removeTags(db, partition, flowArn({ ...partition, flowId: flow, aliasId: id }))
  await db
    .deleteFrom('flow_aliases')
    .where((where) => where.and({ ...partition, flow, id }))
    .execute()
}
