import type { Kysely } from 'kysely'
import { flowArn } from '../../../contract/arn.ts'
import { ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import { testAlias } from '../../../contract/identifier.ts'
import type { Tags } from '../../../contract/tag.ts'
import type { FlowRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'
import { once, type ClientToken } from './once.ts'
import { setTags } from './tags.ts'

export interface CreateFlow {
  readonly row: FlowRow
  readonly tags: Tags
  readonly quota: number
  readonly client: ClientToken | undefined
}

/** The definition of a request that comes again is that of the first one: it is not kept with the token. */
export const createFlow = async (db: Kysely<Tables>, { row, tags, quota, client }: CreateFlow): Promise<FlowRow> => {
  const { definition, ...kept } = row
  const { account, region, id } = row
  const created = await once(db, client, async () => {
    const { flows } = await db
      .selectFrom('flows')
      .select(({ fn }) => fn.countAll<number>().as('flows'))
      .where((where) => where.and({ account, region }))
      .executeTakeFirstOrThrow()
    if (flows >= quota)
      throw new ServiceQuotaExceededException(
        `Account ${account} takes no more flows in ${region}: max-number-flows is ${quota} (setting quotas.flows).`,
      )
    await insertFlow(db, row)
    await setTags(db, { account, region }, { arn: flowArn({ account, region, flowId: id }), tags })
    return kept
  })
  return { ...created, definition }
}

/** With the alias that every flow has. */
export const insertFlow = async (db: Kysely<Tables>, row: FlowRow): Promise<void> => {
  const { account, region, id, created, updated } = row
  await db.insertInto('flows').values(row).execute()
  const alias = { account, region, flow: id, id: testAlias, name: testAlias, version: 'DRAFT', created, updated }
  await db.insertInto('flow_aliases').values(alias).execute()
}
