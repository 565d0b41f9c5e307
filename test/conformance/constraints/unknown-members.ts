import type { Keywords } from '../../../src/contract/keywords.ts'
import type { Around } from './minimal.ts'

/** A value with a member that the schema does not know in each of its structures; maps and documents stay as they are. */
export const withUnknownMembers = (schema: Keywords, value: unknown, around: Around = {}): unknown => {
  if (schema.$ref !== undefined) return withUnknownMembers(around[schema.$ref] ?? {}, value, around)
  const inner = schema.$id === undefined ? around : { ...around, [schema.$id]: schema }
  const { items, properties } = schema
  if (items !== undefined && Array.isArray(value)) return value.map((item) => withUnknownMembers(items, item, inner))
  if (properties === undefined || typeof value !== 'object' || value === null) return value
  const known = Object.entries(value).map(([name, member]) => [name, withUnknownMembers(properties[name] ?? {}, member, inner)])
  return { ...Object.fromEntries(known), newerThanThis: { colour: ['blue'] } }
}
