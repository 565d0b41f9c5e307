import type { Kysely } from 'kysely'
import { flowArn } from '../../../contract/arn.ts'
import { ConflictException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import type { Partition } from '../../partition.ts'
import { flowRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'
import { refuseWhileRunning } from './in-use.ts'
import { releaseDefinition } from './release-definition.ts'
import { removeTags } from './tags.ts'

export interface DeleteFlow {
  readonly partition: Partition
  readonly flowId: string
  readonly skipResourceInUseCheck: boolean
}

/**
 * With its versions and aliases; its executions stay.
 * @remarks Assumed: a flow is in use when it has an alias beside TSTALIASID, or executions run; versions alone are no use of it.
 */
export const deleteFlow = async (db: Kysely<Tables>, { partition, flowId, skipResourceInUseCheck }: DeleteFlow): Promise<void> => {
  const { definition_hash } = await flowRow(db, partition, flowId)
  const ofFlow = { ...partition, flow: flowId }
  const aliases = await db
    .selectFrom('flow_aliases')
    .select(['id', 'name'])
    .where((where) => where.and(ofFlow))
    .execute()
  const user = aliases.find(({ id }) => id !== testAlias)
  if (user && !skipResourceInUseCheck)
    throw new ConflictException(
      `Flow ${flowId} is in use: it has the alias ${user.name} (${user.id}). Delete its aliases first, or set skipResourceInUseCheck.`,
    )
  await refuseWhileRunning(db, partition, { flow: flowId })
  const versions = await db
    .selectFrom('flow_versions')
    .select('definition_hash')
    .distinct()
    .where((where) => where.and(ofFlow))
    .execute()
  for (const { id } of aliases) await removeTags(db, partition, flowArn({ ...partition, flowId, aliasId: id }))
  await removeTags(db, partition, flowArn({ ...partition, flowId }))
  for (const table of ['flow_aliases', 'flow_versions'] as const)
    await db
      .deleteFrom(table)
      .where((where) => where.and(ofFlow))
      .execute()
  await db
    .deleteFrom('flows')
    .where((where) => where.and({ ...partition, id: flowId }))
    .execute()
  for (const hash of [definition_hash, ...versions.map((version) => version.definition_hash)]) await releaseDefinition(db, hash)
}
