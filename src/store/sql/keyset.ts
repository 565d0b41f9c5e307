import type { Page } from '../../engine/executions.ts'

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
