import type { Insertable, Kysely } from 'kysely'
import { ConflictException, ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import { noVersion } from '../flow-identifier.ts'
import { flowRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'

export interface CreateFlowAlias {
  readonly row: Insertable<Tables['flow_aliases']>
  readonly quota: number
}

/** The alias that Sluice itself makes does not count. */
export const createFlowAlias = async (db: Kysely<Tables>, { row, quota }: CreateFlowAlias): Promise<void> => {
  const { account, region, flow, name, version } = row
  await flowRow(db, { account, region }, flow)
  if (version !== 'DRAFT') {
    const target = await db
      .selectFrom('flow_versions')
      .select('version')
      .where((where) => where.and({ account, region, flow, version }))
      .executeTakeFirst()
    if (!target) throw noVersion(flow, version)
  }
  const aliases = await db
    .selectFrom('flow_aliases')
    .select(['id', 'name'])
    .where((where) => where.and({ account, region, flow }))
    .execute()
  if (aliases.some((alias) => alias.name === name)) throw new ConflictException(`Flow ${flow} has an alias ${name} already.`)
  if (aliases.filter(({ id }) => id !== testAlias).length >= quota) {
    throw new ServiceQuotaExceededException(`Flow ${flow} takes no more aliases: max-number-flow-aliases is ${quota}.`)
  }
  await db.insertInto('flow_aliases').values(row).execute()
}
