import { keyNumber } from '../../contract/page-key.ts'
import { sql, type Kysely, type Selectable } from 'kysely'
import type { Ended } from '../../engine/event.ts'
import type { Execution, ExecutionQuery, Executions } from '../../engine/executions.ts'
import { page } from './keyset.ts'
import type { Tables } from './tables.ts'

/** The reads of `Executions` over any SQL database. */
export const sqlExecutions = (db: Kysely<Tables>): Pick<Executions, 'get' | 'list' | 'proof'> => ({
  async get(executionArn) {
    const row = await db.selectFrom('executions').selectAll().where('arn', '=', executionArn).executeTakeFirst()
    return row && executionOf(row)
  },
  async list(query) {
    return page(await newestFirst(db, query).execute(), { limit: query.limit, item: executionOf, key: ({ id }) => String(id) })
  },
  async proof(executionArn) {
    const row = await db
      .selectFrom('stop_proofs')
      .innerJoin('executions', 'executions.id', 'stop_proofs.execution')
      .select(['requested', 'cause', 'state', 'visits'])
      .where('executions.arn', '=', executionArn)
      .executeTakeFirst()
    return row && { requestedAt: row.requested, cause: row.cause, state: row.state, visits: JSON.parse(row.visits) }
  },
})

const newestFirst = (db: Kysely<Tables>, { account, region, flowId, aliasId, kind, status, limit, after }: ExecutionQuery) => {
  let query = db
    .selectFrom('executions')
    .selectAll()
    .where((where) =>
      where.and({ account, region, ...(flowId !== undefined && { flow: flowId }), ...(aliasId !== undefined && { alias: aliasId }) }),
    )
    .where((where) => where.and({ ...(kind !== undefined && { kind }) }))
    .orderBy('id', 'desc')
    .limit(limit + 1)
  // Written out, so that the index over those that run serves them.
  if (status !== undefined) query = query.where('status', '=', status === 'Running' ? sql.lit(status) : status)
  if (after !== undefined) query = query.where('id', '<', keyNumber(after))
  return query
}

const executionOf = (row: Selectable<Tables['executions']>): Execution => {
  const { error, cause }: Pick<Ended, 'error' | 'cause'> = row.outcome === null ? {} : JSON.parse(row.outcome)
  return {
    executionArn: row.arn,
    account: row.account,
    region: row.region,
    flowId: row.flow,
    aliasId: row.alias,
    name: row.name,
    kind: row.kind,
    flowVersion: row.version,
    definitionHash: row.definition_hash,
    executionRoleArn: row.role,
    ...(row.kms_key !== null && { customerEncryptionKeyArn: row.kms_key }),
    status: row.status,
    startedAt: row.started,
    ...(row.ended !== null && { endedAt: row.ended }),
    deadline: row.deadline,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  }
}
