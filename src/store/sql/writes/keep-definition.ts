import type { Insertable, Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

/** Keeps a definition that executions may run, once for all who have it. */
export const keepDefinition = async (db: Kysely<Tables>, definition: Insertable<Tables['definitions']>): Promise<void> => {
  await db
    .insertInto('definitions')
    .values(definition)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute()
  await db.deleteFrom('unused_definitions').where('hash', '=', definition.hash).execute()
}
