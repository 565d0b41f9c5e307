import { isJsonObject, type Json } from '../../lib/json.ts'

/** One step from a value towards another. */
export type PathStep =
  | { readonly type: 'member'; readonly name: string }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'list'; readonly indexes: readonly number[] }
  | { readonly type: 'slice'; readonly from: number; readonly to?: number }
  | { readonly type: 'wildcard' }

/** Whether the step selects one value at most. */
export const isDefinite = ({ type }: PathStep): boolean => type === 'member' || type === 'index'

/** All that the step finds in a value. Own members only, so that no name reaches a prototype. */
export const select = (step: PathStep, context: Json): readonly Json[] => {
  if (isJsonObject(context)) {
    if (step.type === 'wildcard') return Object.values(context)
    const value = step.type === 'member' && Object.hasOwn(context, step.name) ? context[step.name] : undefined
    return value === undefined ? [] : [value]
  }
  if (!isJsonArray(context)) return []
  switch (step.type) {
    case 'member':
      return []
    case 'index':
      return context.slice(step.index, step.index + 1)
    case 'list':
      return step.indexes.flatMap((index) => context.slice(index, index + 1))
    case 'slice':
      return context.slice(step.from, step.to)
    case 'wildcard':
      return context
  }
}

/** The path as Jayway writes it: `$['data']['items'][0]`. */
export const pathText = (steps: readonly PathStep[]): string => `$['data']${steps.map(stepText).join('')}`

/** Why a definite path cannot go on at this value, in Jayway's words. */
export const misfit = (step: PathStep, context: Json, before: readonly PathStep[]): string | undefined => {
  if (step.type === 'wildcard') return undefined
  if (step.type === 'member') return isJsonObject(context) ? undefined : notAnObject(step, context, before)
  if (isJsonArray(context)) return undefined
  if (context === null) return `The path ${pathText(before)} is null`
  return `Filter: ${stepText(step)} can only be applied to arrays. Current context is: ${excerpt(context)}`
}

const isJsonArray = (value: Json): value is readonly Json[] => Array.isArray(value)

const stepText = (step: PathStep): string => {
  switch (step.type) {
    case 'member':
      return `['${step.name}']`
    case 'index':
      return `[${step.index}]`
    case 'list':
      return `[${step.indexes.join(',')}]`
    case 'slice':
      return `[${step.from}:${step.to ?? ''}]`
    case 'wildcard':
      return '[*]'
  }
}

const notAnObject = (step: PathStep, context: Json, before: readonly PathStep[]): string =>
  `Expected to find an object with property ${stepText(step)} in path ${pathText(before)} but found '${javaType(context)}'. ` +
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
