import { sql, type Kysely } from 'kysely'
import type { TakenOver } from '../../../engine/event-log.ts'
import type { Tables } from '../tables.ts'

export interface TakeOver {
  readonly owner: string
  readonly limit: number
  /** Also what this owner took before. */
  readonly again: boolean
}

/** Every Running execution whose owner is another one: its epoch is raised and it is this owner's from then on. */
export const takeOver = async (db: Kysely<Tables>, { owner, limit, again }: TakeOver): Promise<readonly TakenOver[]> => {
  const taken = again ? await takenBefore(db, owner) : []
  const abandoned = await db
    .selectFrom('executions')
    .select(['id', 'arn', 'owner', 'epoch', 'released'])
    .where('status', '=', sql.lit('Running'))
    .where('owner', '!=', owner)
    .orderBy('owner')
    .orderBy('id')
    .limit(limit)
    .execute()
  const last = abandoned.at(-1)
  if (last)
    await db
      .updateTable('executions')
      .set(({ eb }) => ({ epoch: eb('epoch', '+', 1), owner, released: 0 }))
      .where('status', '=', sql.lit('Running'))
      .where('owner', '!=', owner)
      .where((where) => where(where.refTuple('owner', 'id'), '<=', where.tuple(last.owner, last.id)))
      .execute()
  return [...taken, ...abandoned.map(({ arn, epoch, released }) => ({ executionArn: arn, epoch: epoch + 1, released: released === 1 }))]
}

/** What an owner creates is at its first epoch. */
const takenBefore = async (db: Kysely<Tables>, owner: string): Promise<readonly TakenOver[]> => {
  const taken = await db
    .selectFrom('executions')
    .select(['arn', 'epoch'])
    .where('status', '=', sql.lit('Running'))
    .where('owner', '=', owner)
    .where('epoch', '>', 1)
    .execute()
  return taken.map(({ arn, epoch }) => ({ executionArn: arn, epoch, released: false }))
}
