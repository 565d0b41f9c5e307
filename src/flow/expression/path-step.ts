import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'

/** One step from a value towards another. `members` and `pick` are lists of names, before another step and at the end. */
export type PathStep =
  | { readonly type: 'member'; readonly name: string; readonly quote?: Quote }
  | { readonly type: 'members' | 'pick'; readonly names: readonly string[]; readonly quote?: Quote }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'list'; readonly indexes: readonly number[] }
  | { readonly type: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly type: 'wildcard' }

/** How the author quoted a name; absent: with single quotes, or not at all. */
export type Quote = '"'

/** Whether the step selects one value at most. */
export const isDefinite = ({ type }: PathStep): boolean => type === 'member' || type === 'index' || type === 'pick'

/**
 * Adds all that the step finds in a value. Own members only, so that no name reaches a prototype. A negative index counts from the
 * end.
 */
export const select = (step: PathStep, context: Json, found: Json[]): void => {
  switch (step.type) {
    case 'member':
      return addMember(step.name, context, found)
    case 'members':
      for (const name of step.names) addMember(name, context, found)
      return
    case 'pick':
      if (isJsonObject(context)) found.push(pick(step.names, context))
      return
    case 'index':
      return addElement(step.index, context, found)
    case 'list':
      for (const index of step.indexes) addElement(index, context, found)
      return
    case 'slice':
      if (isJsonArray(context)) for (const item of context.slice(step.from, step.to)) found.push(item)
      return
    case 'wildcard':
      for (const item of isJsonArray(context) ? context : membersOf(context)) found.push(item)
  }
}

/** Why a definite path cannot go on at this value, in Jayway's words. `at` is the step's place in the path. */
export const misfit = (steps: readonly PathStep[], at: number, context: Json): string | undefined => {
  const step = steps[at]
  if (step === undefined || step.type === 'wildcard') return undefined
  const before = (): string => foundText(steps.slice(0, at))
  if (step.type === 'member' || step.type === 'members' || step.type === 'pick')
    return isJsonObject(context) ? undefined : notAnObject(step, context, before())
  if (isJsonArray(context)) return undefined
  if (context === null) return `The path ${before()} is null`
  const rest = steps.slice(at).map(fragment).join('')
  return `Filter: ${rest} can only be applied to arrays. Current context is: ${excerpt(context)}`
}

/** A path as Jayway writes it: `$['data']['items'][0]`. */
export const pathText = (steps: readonly PathStep[]): string => `$['data']${steps.map(fragment).join('')}`

/** The same of the place where it has come to, whose names always stand in single quotes. */
export const foundText = (steps: readonly PathStep[]): string =>
  pathText(steps.map((step) => (step.type === 'member' ? { type: 'member', name: step.name } : step)))

const addMember = (name: string, context: Json, found: Json[]): void => {
  const value = isJsonObject(context) && Object.hasOwn(context, name) ? context[name] : undefined
  if (value !== undefined) found.push(value)
}

const addElement = (index: number, context: Json, found: Json[]): void => {
  const value = isJsonArray(context) ? context.at(index) : undefined
  if (value !== undefined) found.push(value)
}

const pick = (names: readonly string[], context: JsonObject): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(context, name) ? context[name] : undefined
      return value === undefined ? [] : [[name, value]]
    }),
  )

const membersOf = (context: Json): readonly Json[] => (isJsonObject(context) ? Object.values(context) : [])

const isJsonArray = (value: Json): value is readonly Json[] => Array.isArray(value)

const fragment = (step: PathStep): string => {
  switch (step.type) {
    case 'member':
      return `[${quoted(step.name, step.quote)}]`
    case 'members':
    case 'pick':
      return `[${step.names.map((name) => quoted(name, step.quote)).join(',')}]`
    case 'index':
      return `[${step.index}]`
    case 'list':
      return `[${step.indexes.join(',')}]`
    case 'slice':
      return `[${step.from ?? ''}:${step.to ?? ''}]`
    case 'wildcard':
      return '[*]'
  }
}

const quoted = (name: string, quote: Quote | "'" = "'"): string => quote + name + quote

const notAnObject = (step: PathStep, context: Json, before: string): string =>
  `Expected to find an object with property ${fragment(step)} in path ${before} but found '${javaType(context)}'. ` +
  "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'."

const javaType = (value: Json): string => {
  if (value === null) return 'null'
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (typeof value === 'number') return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double'
  return isJsonArray(value) ? 'java.util.ArrayList' : 'java.util.LinkedHashMap'
}

const excerptLength = 200

const excerpt = (value: Json): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > excerptLength ? `${text.slice(0, excerptLength)}...` : text
}
