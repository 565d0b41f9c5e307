import type { ExecutionStatus, TerminalStatus } from '../../../engine/event.ts'
import type { Database } from '../database.ts'
import type { EventRow } from '../event-row.ts'
import { integer, text } from '../row.ts'

/** What an `ended` event says of its execution. */
export interface Conclusion {
  readonly status: TerminalStatus
  readonly at: number
  /** The event's body. */
  readonly outcome: string
}

/** An execution and where its log ends. */
export interface Head {
  readonly id: number
  readonly epoch: number
  readonly status: ExecutionStatus
  readonly sequence: number
  /** The last event's time. */
  readonly at: number
}

/** `undefined`: no such execution. */
export const headOf = (database: Database, executionArn: string): Head | undefined => {
  const row = database.statement('select id, epoch, status from executions where arn = ?').get(executionArn)
  if (!row) return undefined
  const id = integer(row, 'id')
  const last = database.statement('select sequence, at from events where execution = ? order by sequence desc limit 1').get(id)
  if (!last) throw new Error(`Execution ${executionArn} has no events`)
  return {
    id,
    epoch: integer(row, 'epoch'),
    status: statusOf(text(row, 'status')),
    sequence: integer(last, 'sequence'),
    at: integer(last, 'at'),
  }
}

export const insertEvents = (database: Database, execution: number, after: number, rows: readonly EventRow[]): void => {
  const insert = database.statement(
    'insert into events (execution, sequence, event_type, type, at, node, path, body) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let sequence = after
  for (const row of rows) insert.run(execution, ++sequence, ...row)
}

export const conclude = (database: Database, execution: number, { status, at, outcome }: Conclusion): void => {
  database.statement('update executions set status = ?, ended = ?, outcome = ? where id = ?').run(status, at, outcome, execution)
}

const statuses: readonly ExecutionStatus[] = ['Running', 'Succeeded', 'Failed', 'TimedOut', 'Aborted']

const statusOf = (value: string): ExecutionStatus => {
  const status = statuses.find((known) => known === value)
  if (status) return status
  throw new TypeError(`${value} is no status of an execution`)
}
