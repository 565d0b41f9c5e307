import type { Insertable, Kysely } from 'kysely'
import { ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import type { Tables } from '../tables.ts'

export interface CreateFlow {
  readonly row: Insertable<Tables['flows']>
  readonly quota: number
}

export const createFlow = async (db: Kysely<Tables>, { row, quota }: CreateFlow): Promise<void> => {
  const { account, region } = row
  const { flows } = await db
    .selectFrom('flows')
    .select(({ fn }) => fn.countAll<number>().as('flows'))
    .where((where) => where.and({ account, region }))
    .executeTakeFirstOrThrow()
  if (flows >= quota)
    throw new ServiceQuotaExceededException(`Account ${account} takes no more flows in ${region}: max-number-flows is ${quota}.`)
  await insertFlow(db, row)
}

/** With the alias that every flow has. */
export const insertFlow = async (db: Kysely<Tables>, row: CreateFlow['row']): Promise<void> => {
  const { account, region, id, created, updated } = row
  await db.insertInto('flows').values(row).execute()
  const alias = { account, region, flow: id, id: testAlias, name: testAlias, version: 'DRAFT', created, updated }
  await db.insertInto('flow_aliases').values(alias).execute()
}
