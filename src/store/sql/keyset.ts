import { ValidationException } from '../../contract/exceptions.ts'
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

/** The number in a page's `next`. @throws ValidationException - no page ended there. */
export const keyNumber = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new ValidationException('The nextToken is not one that this list gave out.')
  return Number(text)
}
