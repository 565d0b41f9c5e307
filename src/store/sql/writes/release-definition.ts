import type { Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

/**
 * Marks a definition that no draft and no version has any more. Executions that have begun may still run or show it: it goes
 * when the last of them has gone.
 */
export const releaseDefinition = async (db: Kysely<Tables>, hash: string | null): Promise<void> => {
  if (hash === null) return
  const users = (table: 'flows' | 'flow_versions') =>
    db.selectFrom(table).select('definition_hash').where('definition_hash', '=', hash).limit(1)
  if ((await users('flows').executeTakeFirst()) ?? (await users('flow_versions').executeTakeFirst())) return
  const kept = await db.selectFrom('definitions').select('hash').where('hash', '=', hash).executeTakeFirst()
  if (!kept) return
  const newest = await db.selectFrom('executions').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  const row = { last_execution: newest?.id ?? 0 }
  await db
    .insertInto('unused_definitions')
    .values({ hash, ...row })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet(row))
    .execute()
}
