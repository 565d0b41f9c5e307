import type { Json } from '../../lib/json.ts'
import { shown } from '../configuration-problem.ts'

/** Where something stands in a policy: `['Statement', 1, 'Action', 0]`. */
export type PolicyPath = readonly (string | number)[]

/** What is wrong with a policy: one sentence, and where. */
export interface PolicyFault {
  readonly message: string
  readonly path: PolicyPath
}

/** Told of each fault while a policy is read. */
export type Report = (path: PolicyPath, message: string) => void

export const mostEntries = 500
export const longestText = 2_048

/** The texts of an element that has one or a list, each with where it stands. What is none is reported. */
export const textsOf = (
  value: Json,
  { path, subject, report }: Element,
): readonly { readonly text: string; readonly path: PolicyPath }[] => {
  const items = Array.isArray(value) ? value.map((item: Json, index) => ({ item, path: [...path, index] })) : [{ item: value, path }]
  if (items.length === 0 || items.length > mostEntries) {
    report(path, `${subject} has ${items.length} entries, but must have 1 to ${mostEntries}.`)
    return []
  }
  return items.flatMap(({ item, path: at }) => {
    if (typeof item === 'string' && item !== '' && item.length <= longestText) return { text: item, path: at }
    report(at, `${subject} has ${shown(item)}, but must be text of 1 to ${longestText} characters, or a list of such texts.`)
    return []
  })
}

/** An element of a policy: where it stands, and its name in messages. */
export interface Element {
  readonly path: PolicyPath
  readonly subject: string
  readonly report: Report
}
