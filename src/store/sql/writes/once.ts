import type { Kysely } from 'kysely'
import { ConflictException } from '../../../contract/exceptions.ts'
import type { Partition } from '../../partition.ts'
import type { Tables } from '../tables.ts'

/** How long a token is known, in milliseconds. */
export const tokenMs = 24 * 60 * 60 * 1000

/** A create that is done once, however often it is asked for. */
export interface ClientToken {
  readonly partition: Partition
  readonly operation: string
  readonly token: string
  /** A hash of what is asked for. */
  readonly parameters: string
  readonly now: number
}

/**
 * What the first create with this token answered, and then creates nothing; without a token, or with a new one, creates.
 * @throws ConflictException - the token came with other parameters before.
 * @remarks Assumed: a token that comes back with other parameters is a conflict. It is known for a day.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_CreateFlow.html
 */
export const once = async <Result>(db: Kysely<Tables>, client: ClientToken | undefined, create: () => Promise<Result>): Promise<Result> => {
  if (!client) return create()
  const { partition, operation, token, parameters, now } = client
  const key = { ...partition, operation, token }
  const known = await db
    .selectFrom('client_tokens')
    .select(['parameters', 'result', 'created'])
    .where((where) => where.and(key))
    .executeTakeFirst()
  if (known && known.created + tokenMs > now) {
    if (known.parameters === parameters) return JSON.parse(known.result)
    throw new ConflictException(`The clientToken ${token} was used for another ${operation} before: use a new one for other parameters.`)
  }
  const result = await create()
  const row = { parameters, result: JSON.stringify(result), created: now }
  await db
    .insertInto('client_tokens')
    .values({ ...key, ...row })
    .onConflict((conflict) => conflict.columns(['account', 'region', 'operation', 'token']).doUpdateSet(row))
    .execute()
  return result
}
