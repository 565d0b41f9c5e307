import { sql, type Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

/** Marks what this owner drives: whoever takes it over knows that nothing was cut off. */
export const release = async (db: Kysely<Tables>, { owner }: { owner: string }): Promise<void> => {
  await db.updateTable('executions').set({ released: 1 }).where('owner', '=', owner).where('status', '=', sql.lit('Running')).execute()
}
