import type { Call } from './operations.ts'

type Item = Readonly<Record<string, unknown>>

/** The most items of a page. */
export const largestPage = 10

/** The member of a list's answer that has the items. */
export const itemsOf = (output: object): string | undefined => Object.keys(output).find((name) => name.endsWith('Summaries'))

/** What two answers must have in common: the order of what was updated at the same time is free. */
export const comparable = ({ operation, input }: Call, output: object): Item => {
  const written: Record<string, unknown> = JSON.parse(JSON.stringify(output))
  const list = itemsOf(written)
  if (list === undefined) return written
  const items = written[list] as readonly Item[]
  const shown = input['firstPage'] === true ? items.slice(0, largestPage) : items
  return { [list]: isByUpdate(operation, input) ? shown.toSorted(byId) : shown }
}

/** Whether a list has newest updates first. */
export const isByUpdate = (operation: Call['operation'], input: Call['input']): boolean =>
  operation === 'ListFlows' || operation === 'ListFlowAliases' || (operation === 'ListPrompts' && input['promptIdentifier'] === undefined)

const byId = (one: Item, other: Item): number => (String(one['id']) < String(other['id']) ? -1 : 1)
