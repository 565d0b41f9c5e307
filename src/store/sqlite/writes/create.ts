import type { Created, ExecutionStart } from '../../../engine/event-log.ts'
import type { Database } from '../database.ts'
import type { EventRow } from '../event-row.ts'
import { integer, text } from '../row.ts'
import { insertEvents, type Conclusion } from './events.ts'
import { startKeys } from './start-key.ts'

export interface Create {
  readonly start: ExecutionStart
  /** The first event's time. */
  readonly startedAt: number
  readonly rows: readonly EventRow[]
  /** Present when the first events already end it. */
  readonly conclusion: Conclusion | undefined
  readonly owner: string
}

/** Everything that another request could have changed since it was looked at is looked at again, here where nobody else writes. */
export const create = (database: Database, { start, startedAt, rows, conclusion, owner }: Create): Created => {
  const keys = startKeys(start, startedAt)
  const known = database.statement(byToken).get(keys.before, keys.now, keys.after, start.account, start.startToken)
  if (known) {
    const existing = text(known, 'arn')
    const held = text(known, 'owner') === owner && integer(known, 'epoch') === 1 && text(known, 'status') === 'Running'
    return held ? { existing, lease: { executionArn: existing, epoch: 1 } } : { existing }
  }
  if (!leadsThere(database, start)) return { refused: 'alias' }
  const { executionArn, account, region, flowId, aliasId, name, kind } = start
  if (database.statement(byArn).get(executionArn)) return { refused: 'name' }
  if (kind === 'async' && integer(database.statement(running).get(account, region) ?? { count: 0 }, 'count') >= start.quota)
    return { refused: 'quota' }
  const { lastInsertRowid } = database
    .statement(insert)
    .run(
      executionArn,
      account,
      region,
      flowId,
      aliasId,
      name,
      kind,
      start.flowVersion,
      start.definitionHash,
      start.executionRoleArn,
      start.customerEncryptionKeyArn ?? null,
      keys.now,
      start.startToken,
      conclusion?.status ?? 'Running',
      startedAt,
      conclusion?.at ?? null,
      start.deadline,
      owner,
      conclusion?.outcome ?? null,
    )
  insertEvents(database, Number(lastInsertRowid), 0, rows)
  return { lease: { executionArn, epoch: 1 } }
}

/** Whether the alias still leads to this version with this definition. */
const leadsThere = (database: Database, { account, region, flowId, aliasId, flowVersion, definitionHash }: ExecutionStart): boolean => {
  const alias = database.statement(aliasVersion).get(account, region, flowId, aliasId)
  if (!alias || text(alias, 'version') !== flowVersion) return false
  const target =
    flowVersion === 'DRAFT'
      ? database.statement(draft).get(account, region, flowId)
      : database.statement(version).get(account, region, flowId, flowVersion)
  return target?.['definition_hash'] === definitionHash
}

/** The plus keeps SQLite from an index over all of the account's executions. */
const byToken = 'select arn, owner, epoch, status from executions where start_key in (?, ?, ?) and +account = ? and start_token = ?'
const byArn = 'select 1 from executions where arn = ?'
const running = `select count from running_executions where account = ? and region = ? and kind = 'async'`
const aliasVersion = 'select version from flow_aliases where account = ? and region = ? and flow = ? and id = ?'
const draft = `select definition_hash from flows where account = ? and region = ? and id = ? and status = 'Prepared'`
const version = 'select definition_hash from flow_versions where account = ? and region = ? and flow = ? and version = ?'
const insert = `
  insert into executions (arn, account, region, flow, alias, name, kind, version, definition_hash, role, kms_key, start_key, start_token,
    status, started, ended, deadline, epoch, owner, released, outcome)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 0, ?)`
