import type { Kysely } from 'kysely'
import { flowArn } from '../../../contract/arn.ts'
import { ConflictException, ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import type { Tags } from '../../../contract/tag.ts'
import { flowRow, type AliasRow } from '../flow-row.ts'
import { versionRow } from '../flow-version-row.ts'
import type { Tables } from '../tables.ts'
import { once, type ClientToken } from './once.ts'
import { setTags } from './tags.ts'

export interface CreateFlowAlias {
  readonly row: AliasRow
  readonly tags: Tags
  readonly quota: number
  readonly client: ClientToken | undefined
}

/** @remarks Assumed: the alias that Sluice itself makes does not count. */
export const createFlowAlias = (db: Kysely<Tables>, { row, tags, quota, client }: CreateFlowAlias): Promise<AliasRow> =>
  once(db, client, async () => {
    const { account, region, flow, id } = row
    const partition = { account, region }
    await flowRow(db, partition, flow)
    await checkAlias(db, row)
    const { aliases } = await db
      .selectFrom('flow_aliases')
      .select(({ fn }) => fn.countAll<number>().as('aliases'))
      .where((where) => where.and({ ...partition, flow }))
      .where('id', '!=', testAlias)
      .executeTakeFirstOrThrow()
    if (aliases >= quota)
      throw new ServiceQuotaExceededException(
        `Flow ${flow} takes no more aliases: max-number-flow-aliases is ${quota} (setting quotas.flowAliases).`,
      )
    await db.insertInto('flow_aliases').values(row).execute()
    await setTags(db, partition, { arn: flowArn({ ...partition, flowId: flow, aliasId: id }), tags })
    return row
  })

/**
 * Whether an alias may be so.
 * @throws ResourceNotFoundException - no such version. @throws ConflictException - another one has its name.
 * @remarks Assumed: the aliases of one flow have names of their own, and may lead to the DRAFT.
 */
export const checkAlias = async (db: Kysely<Tables>, { account, region, flow, id, name, version }: AliasRow): Promise<void> => {
  if (version !== 'DRAFT') await versionRow(db, { account, region }, { flowId: flow, version })
  const namesake = await db
    .selectFrom('flow_aliases')
    .select('id')
    .where((where) => where.and({ account, region, flow, name }))
    .executeTakeFirst()
  if (namesake && namesake.id !== id) throw new ConflictException(`Flow ${flow} has an alias ${name} already: choose another name.`)
}
