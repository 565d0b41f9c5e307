import { sql, type Kysely } from 'kysely'
import { ConflictException } from '../../../contract/exceptions.ts'
import type { Partition } from '../../partition.ts'
import type { Tables } from '../tables.ts'

/**
 * @throws ConflictException - executions run by the flow, or by one alias of it.
 * @remarks Assumed: what an execution runs by cannot be deleted.
 */
export const refuseWhileRunning = async (
  db: Kysely<Tables>,
  partition: Partition,
  { flow, alias }: { readonly flow: string; readonly alias?: string },
): Promise<void> => {
  const running = await db
    .selectFrom('executions')
    .select('name')
    .where((where) => where.and({ ...partition, flow, ...(alias !== undefined && { alias }) }))
    .where('status', '=', sql.lit('Running'))
    .limit(1)
    .executeTakeFirst()
  if (!running) return
  const what = alias === undefined ? `Flow ${flow}` : `Alias ${alias} of flow ${flow}`
  throw new ConflictException(`${what} is in use: the execution ${running.name} is running. Stop it, or wait for its end.`)
}
