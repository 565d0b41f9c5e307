import type { Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

export interface ForgetTokens {
  readonly before: number
  readonly limit: number
}

/** Answers how many. */
export const forgetTokens = async (db: Kysely<Tables>, { before, limit }: ForgetTokens): Promise<number> => {
  const old = db
    .selectFrom('client_tokens')
    .select(['account', 'region', 'operation', 'token'])
    .where('created', '<', before)
    .orderBy('created')
    .limit(limit)
  const { numDeletedRows } = await db
    .deleteFrom('client_tokens')
    .where((where) =>
      where(where.refTuple('account', 'region', 'operation', 'token'), 'in', old.$asTuple('account', 'region', 'operation', 'token')),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
