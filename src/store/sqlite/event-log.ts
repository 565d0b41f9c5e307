import { sql } from 'kysely'
import { ThrottlingException } from '../../contract/exceptions.ts'
import { Fenced, type EventLog, type ExecutionStart } from '../../engine/event-log.ts'
import type { ExecutionEvent, StoredEvent } from '../../engine/event.ts'
import type { Database } from './database.ts'
import { eventColumns, eventOf, eventRow, rowBytes, type EventRow } from './event-row.ts'
import { text } from './row.ts'
import type { Writer } from './writer.ts'
import type { Conclusion } from './writes/events.ts'

/** Starts are refused while more than this waits for the writer. */
const mostWaitingBytes = 64 * 1024 * 1024
const pageBytes = 4 * 1024 * 1024

/** The event log over one writer, which stands for all processes, and a connection that only reads. */
export const sqliteEventLog = (reader: Database, writer: Pick<Writer, 'write' | 'waitingBytes'>): EventLog => ({
  async create(start, first, { id: owner }) {
    if (writer.waitingBytes > mostWaitingBytes)
      throw new ThrottlingException('The server has more to write than its disk takes: try again later.')
    const startedAt = first[0]?.at
    if (startedAt === undefined) throw new Error('An execution begins with an event')
    const rows = first.map(eventRow)
    const input = { start: startOf(start), startedAt, rows, conclusion: conclusionOf(first, rows), owner }
    return writer.write('create', input, { rows: rows.length + 1, bytes: rowBytes(rows) })
  },
  async append({ executionArn, epoch }, after, events) {
    const rows = events.map(eventRow)
    const input = { lease: { executionArn, epoch }, after, rows, conclusion: conclusionOf(events, rows) }
    const refused = await writer.write('append', input, { rows: rows.length, bytes: rowBytes(rows) })
    if (refused) throw new Fenced({ ...refused, last: eventOf(refused.last) })
  },
  async interrupt(executionArn, { status, cause, error, at, visits = [] }) {
    const outcome = JSON.stringify({ status, error, cause })
    return writer.write('interrupt', { executionArn, end: { status, cause, at }, outcome, visits: JSON.stringify(visits) }, { rows: 2 })
  },
  async read(executionArn, { after, limit, eventType }) {
    const events: StoredEvent[] = []
    let bytes = 0
    for (const row of reader.rows(eventsOf[eventType ?? 'any'], executionArn, after, limit)) {
      bytes += text(row, 'body').length
      if (bytes > pageBytes && events.length > 0) break
      events.push(eventOf(row))
    }
    return events
  },
  async definition(hash) {
    const row = await reader.sql.selectFrom('definitions').select('text').where('hash', '=', hash).executeTakeFirst()
    if (!row) throw new Error(`There is no definition ${hash}`)
    return row.text
  },
  takeOver: ({ id: owner }, { limit, again = false }) => writer.write('takeOver', { owner, limit, again }, { rows: limit }),
  async due(now, limit) {
    const rows = await reader.sql
      .selectFrom('executions')
      .select('arn')
      .where('status', '=', sql.lit('Running'))
      .where('deadline', '<=', now)
      .orderBy('deadline')
      .limit(limit)
      .execute()
    return rows.map(({ arn }) => arn)
  },
  release: ({ id: owner }) => writer.write('release', { owner }),
})

/** What is given may carry more: the writer gets what it keeps. */
const startOf = ({ executionArn, account, region, flowId, aliasId, name, kind, ...start }: ExecutionStart): ExecutionStart => ({
  executionArn,
  account,
  region,
  flowId,
  aliasId,
  name,
  kind,
  flowVersion: start.flowVersion,
  definitionHash: start.definitionHash,
  executionRoleArn: start.executionRoleArn,
  ...(start.customerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn: start.customerEncryptionKeyArn }),
  deadline: start.deadline,
  startToken: start.startToken,
  quota: start.quota,
})

/** The status follows from the last event; nothing follows `ended`. */
const conclusionOf = (events: readonly ExecutionEvent[], rows: readonly EventRow[]): Conclusion | undefined => {
  const index = events.findIndex(({ type }) => type === 'ended')
  const ended = events[index]
  const outcome = rows[index]?.[5]
  if (ended?.type !== 'ended' || outcome === undefined) return undefined
  if (index < events.length - 1) throw new Error('An event follows the end of its execution')
  return { status: ended.status, at: ended.at, outcome }
}

const select = (condition: string): string => `
  select ${eventColumns} from events
  where execution = (select id from executions where arn = ?) and sequence > ? ${condition}
  order by sequence limit ?`

const eventsOf = { any: select(''), Flow: select(`and event_type = 'Flow'`), Node: select(`and event_type = 'Node'`) }
