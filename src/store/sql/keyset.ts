import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { keyNumber } from '../../contract/page-key.ts'
import type { Page } from '../../engine/executions.ts'
import type { Tables } from './tables.ts'

/** Cuts rows that were asked for with one more than fits into a page, and says where it ends. */
export const page = <Row, Item>(
  rows: readonly Row[],
  { limit, item, key }: { limit: number; item: (row: Row) => Item; key: (row: Row) => string },
): Page<Item> => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(item)
  return last !== undefined && rows.length > limit ? { items, next: key(last) } : { items }
}

/** Where a page of what was updated last ends. */
export const newestKey = ({ updated, id }: { readonly updated: number; readonly id: string }): string => `${updated}/${id}`

type Newest = ExpressionBuilder<Tables, 'flows' | 'flow_aliases' | 'prompts'>

/** What such a list has after that. @throws ValidationException - no page ended there. */
export const afterNewest =
  (after: string | undefined) =>
  (where: Newest): Expression<SqlBool> => {
    if (after === undefined) return where.lit(true)
    const [, time, id = ''] = /^([^/]*)\/([0-9a-zA-Z]{10})$/.exec(after) ?? []
    return where(where.refTuple('updated', 'id'), '<', where.tuple(keyNumber(time), id))
  }
