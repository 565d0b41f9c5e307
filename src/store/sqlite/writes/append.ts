import type { ExecutionStatus } from '../../../engine/event.ts'
import type { Lease } from '../../../engine/event-log.ts'
import type { Database } from '../database.ts'
import { eventColumns, type EventRow } from '../event-row.ts'
import type { Row } from '../row.ts'
import { conclude, headOf, insertEvents, type Conclusion } from './events.ts'

export interface Append {
  readonly lease: Lease
  readonly after: number
  readonly rows: readonly EventRow[]
  /** Present when the last row is `ended`. */
  readonly conclusion: Conclusion | undefined
}

/** What stands there in place of what was expected. */
export interface Standing {
  readonly epoch: number
  readonly status: ExecutionStatus
  readonly last: Row
}

/**
 * A compare-and-set on epoch, head and Running (invariant 12): on the sequence alone, a driver that was thrown out could
 * win. Answers what it found when it refuses.
 */
export const append = (database: Database, { lease, after, rows, conclusion }: Append): Standing | undefined => {
  const head = headOf(database, lease.executionArn)
  if (!head) throw new Error(`There is no execution ${lease.executionArn}`)
  const { id, epoch, status, sequence } = head
  if (epoch !== lease.epoch || status !== 'Running' || sequence !== after) return { epoch, status, last: eventAt(database, id, sequence) }
  insertEvents(database, id, after, rows)
  if (conclusion) conclude(database, id, conclusion)
  return undefined
}

const eventAt = (database: Database, execution: number, sequence: number): Row => {
  const row = database.statement(`select ${eventColumns} from events where execution = ? and sequence = ?`).get(execution, sequence)
  // A plain object: one without a prototype does not look the same on the other side of a thread.
  return { ...row }
}
