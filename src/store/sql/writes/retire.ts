import { sql, type Kysely } from 'kysely'
import type { ExecutionKind } from '../../../engine/event.ts'
import type { Tables } from '../tables.ts'

export interface Retire {
  /** By kind: what ended before this goes. Milliseconds UTC. */
  readonly endedBefore: Readonly<Record<ExecutionKind, number>>
  /** So many rows a step deletes or marks. */
  readonly rows: number
}

/** The account of what is retired: nobody's, so that nobody finds it, and its name is free. */
const retired = ''

/**
 * One step of forgetting; answers how many rows it touched, none when there is nothing left. An execution is marked first:
 * then its events go, however many there are, and its row last.
 */
export const retire = async (db: Kysely<Tables>, { endedBefore, rows }: Retire): Promise<number> => {
  const deleted = await deleteRetired(db, rows)
  if (deleted > 0) return deleted
  const marked =
    (await mark(db, { kind: 'async', before: endedBefore.async, rows })) +
    (await mark(db, { kind: 'invoke', before: endedBefore.invoke, rows }))
  return marked > 0 ? marked : deleteUnusedDefinitions(db)
}

interface Mark {
  readonly kind: ExecutionKind
  readonly before: number
  readonly rows: number
}

const mark = async (db: Kysely<Tables>, { kind, before, rows }: Mark): Promise<number> => {
  const over = db
    .selectFrom('executions')
    .select('id')
    .where('kind', '=', kind)
    .where('ended', 'is not', null)
    .where('ended', '<', before)
    .orderBy('ended')
    .limit(rows)
  const { numUpdatedRows } = await db
    .updateTable('executions')
    .set((set) => ({ account: retired, arn: set(sql.lit('retired '), '||', set.cast<string>('id', 'text')) }))
    .where('id', 'in', over)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

const deleteRetired = async (db: Kysely<Tables>, rows: number): Promise<number> => {
  let deleted = 0
  while (deleted < rows) {
    const execution = await db
      .selectFrom('executions')
      .select('id')
      .where('account', '=', sql.lit(retired))
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (!execution) break
    const left = rows - deleted
    const events = await deleteEvents(db, execution.id, left)
    deleted += events
    if (events === left) break
    await db.deleteFrom('stop_proofs').where('execution', '=', execution.id).execute()
    await db.deleteFrom('execution_summaries').where('execution', '=', execution.id).execute()
    await db.deleteFrom('executions').where('id', '=', execution.id).execute()
    deleted++
  }
  return deleted
}

/** The first so many of an execution. */
const deleteEvents = async (db: Kysely<Tables>, execution: number, rows: number): Promise<number> => {
  const first = await db
    .selectFrom('events')
    .select('sequence')
    .where('execution', '=', execution)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  if (!first) return 0
  const { numDeletedRows } = await db
    .deleteFrom('events')
    .where('execution', '=', execution)
    .where('sequence', '<', first.sequence + rows)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

const definitionsAtOnce = 10

/** Those that no execution can have any more: all that are left began later. */
const deleteUnusedDefinitions = async (db: Kysely<Tables>): Promise<number> => {
  const oldest = await db.selectFrom('executions').select('id').orderBy('id').limit(1).executeTakeFirst()
  const unused = await db
    .selectFrom('unused_definitions')
    .select('hash')
    .where('last_execution', '<', oldest?.id ?? Number.MAX_SAFE_INTEGER)
    .limit(definitionsAtOnce)
    .execute()
  for (const { hash } of unused) {
    await db.deleteFrom('definitions').where('hash', '=', hash).execute()
    await db.deleteFrom('unused_definitions').where('hash', '=', hash).execute()
  }
  return unused.length
}
