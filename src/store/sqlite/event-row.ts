import type { ExecutionEvent, StoredEvent } from '../../engine/event.ts'
import { eventTypeOf } from '../../engine/event.ts'
import { integer, text, type Row } from './row.ts'

/** An event as columns: eventType, type, at, node, path, and the JSON of its own members. */
export type EventRow = readonly [
  eventType: 'Flow' | 'Node' | null,
  type: string,
  at: number,
  node: string | null,
  path: string | null,
  body: string,
]

export const eventRow = (event: ExecutionEvent): EventRow => {
  const { type, at, node, path, sequence: _, ...own }: Columns = event
  return [eventTypeOf(event), type, at, node ?? null, path ?? null, JSON.stringify(own)]
}

interface Columns {
  readonly type: string
  readonly at: number
  readonly node?: string
  readonly path?: string
  readonly sequence?: number
}

export const eventColumns = 'sequence, type, at, node, path, body'

/** The store trusts what it has written: the body is not checked again. */
export const eventOf = (row: Row): StoredEvent => ({
  ...JSON.parse(text(row, 'body')),
  type: text(row, 'type'),
  at: integer(row, 'at'),
  ...(row['node'] !== null && { node: text(row, 'node') }),
  ...(row['path'] !== null && { path: text(row, 'path') }),
  sequence: integer(row, 'sequence'),
})

/** About what a row weighs on its way to the writer. */
export const rowBytes = (rows: readonly EventRow[]): number => rows.reduce((sum, row) => sum + row[5].length, 0)
