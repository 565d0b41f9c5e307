import type { End, Interrupted } from '../../../engine/event-log.ts'
import type { Database } from '../database.ts'
import { conclude, headOf, insertEvents } from './events.ts'

export interface Interrupt {
  readonly executionArn: string
  readonly end: Pick<End, 'status' | 'cause' | 'at'>
  /** The body of the `ended` event. */
  readonly outcome: string
  /** JSON of what was in flight. */
  readonly visits: string
}

/** One compare-and-set on Running (invariant 11): the event, the status and the open proof, or nothing. */
export const interrupt = (database: Database, { executionArn, end, outcome, visits }: Interrupt): Interrupted => {
  const head = headOf(database, executionArn)
  if (!head) return undefined
  const { id, status, sequence: after } = head
  if (status !== 'Running') return { was: status }
  const at = Math.max(end.at, head.at)
  insertEvents(database, id, after, [[null, 'ended', at, null, null, outcome]])
  conclude(database, id, { status: end.status, at, outcome })
  database
    .statement(`insert into stop_proofs (execution, requested, cause, state, visits) values (?, ?, ?, 'open', ?)`)
    .run(id, end.at, end.cause, visits)
  return { was: 'Running', sequence: after + 1, endedAt: at }
}
