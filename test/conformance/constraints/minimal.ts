import type { Keywords } from '../../../src/contract/keywords.ts'
import { shortestText } from './text-cases.ts'

/** The schemas around one, by their `$id`. */
export type Around = Readonly<Record<string, Keywords>>

/** The least that a schema takes: no optional member, the first of a union, the shortest of each list and text. */
export const minimal = (schema: Keywords, around: Around): unknown => {
  if (schema.$ref !== undefined) return minimal(around[schema.$ref] ?? {}, around)
  if (schema.enum !== undefined) return schema.enum[0]
  const inner = schema.$id === undefined ? around : { ...around, [schema.$id]: schema }
  switch (schema.type) {
    case 'object':
      return schema.properties === undefined ? {} : members(schema, inner)
    case 'array':
      // In a query an empty list cannot be told from none.
      return Array.from({ length: Math.max(schema.minItems ?? 0, schema.in === 'query' ? 1 : 0) }, () => minimal(schema.items ?? {}, inner))
    case 'string':
      return shortestText(schema)
    case 'number':
    case 'integer':
      return schema.minimum ?? 0
    case 'boolean':
      return false
    default:
      return 'anything'
  }
}

/** The required members of a structure, or the first of a union. */
const members = ({ properties = {}, required = [], union = false }: Keywords, around: Around): Readonly<Record<string, unknown>> => {
  const names = union ? Object.keys(properties).slice(0, 1) : required
  return Object.fromEntries(names.map((name) => [name, minimal(properties[name] ?? {}, around)]))
}
