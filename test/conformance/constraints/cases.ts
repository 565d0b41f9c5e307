import type { Keywords } from '../../../src/contract/keywords.ts'
import { within } from './case.ts'
import type { Case } from './case.ts'
import { minimal } from './minimal.ts'
import type { Around } from './minimal.ts'
import { textCases } from './text-cases.ts'

interface Place {
  /** The schemas around this one, by their `$id`. */
  readonly around: Around
  /** How many values are around this one. */
  readonly depth: number
  /** The recursions that have been followed: each is followed once. */
  readonly followed: readonly string[]
}

/** For every bound of a schema and of what is in it a value just inside and one just outside; all else is minimal and valid. */
export const cases = function* (schema: Keywords, place: Place = { around: {}, depth: 0, followed: [] }): Generator<Case> {
  if (schema.$ref !== undefined) {
    const target = place.around[schema.$ref] ?? {}
    if (place.followed.includes(schema.$ref)) yield* wrongType(target)
    else yield* cases(target, { ...place, followed: [...place.followed, schema.$ref] })
    return
  }
  if (schema.enum !== undefined) {
    const [first] = schema.enum
    for (const value of schema.enum) yield { at: [], bound: 'enum', value }
    for (const value of [`${String(first)}x`, '', 7])
      yield { at: [], bound: 'enum', value, broken: `Member must satisfy enum value set: [${schema.enum.join(', ')}]` }
    return
  }
  if (place.depth > 0) yield* wrongType(schema)
  const inner = {
    ...place,
    depth: place.depth + 1,
    around: schema.$id === undefined ? place.around : { ...place.around, [schema.$id]: schema },
  }
  switch (schema.type) {
    case undefined:
      return yield* depthCases(place.depth)
    case 'object':
      return schema.additionalProperties === undefined ? yield* structureCases(schema, inner) : yield* mapCases(schema, inner)
    case 'array':
      return yield* listCases(schema, inner)
    case 'string':
      return yield* textCases(schema)
    case 'number':
    case 'integer':
      return yield* numberCases(schema)
    case 'boolean':
      for (const value of [true, false]) yield { at: [], bound: 'type', value }
  }
}

const wrongTypes = {
  object: [[], 'a structure'],
  array: [{}, 'a list'],
  string: [7, 'a string'],
  number: ['0.5', 'a number'],
  integer: ['1', 'an integer of 32 bits'],
  boolean: ['true', 'true or false'],
} as const

const wrongType = function* ({ type, additionalProperties }: Keywords): Generator<Case> {
  if (type === undefined) return
  const [value, kind] = wrongTypes[type]
  yield { at: [], bound: 'type', value, broken: `Member must be ${additionalProperties === undefined ? kind : 'a map'}` }
}

const deepest = 128

/** Any JSON is taken, but nothing deeper than 128 levels. */
const depthCases = function* (depth: number): Generator<Case> {
  const lists = (levels: number): unknown => (levels === 1 ? [] : [lists(levels - 1)])
  for (const value of [0, false, '', {}, { a: [null] }]) yield { at: [], bound: 'type', value }
  yield { at: [], bound: 'depth', value: lists(deepest - depth) }
  yield { at: [], bound: 'depth', value: lists(deepest - depth + 1), broken: `Member must be at most ${deepest} levels deep` }
}

const absent = 'Member must not be null'

const structureCases = function* (schema: Keywords, place: Place): Generator<Case> {
  const { properties = {}, required = [], union = false } = schema
  const least = union ? {} : (minimal(schema, place.around) as Readonly<Record<string, unknown>>)
  for (const [name, member] of Object.entries(properties)) {
    if (!union) {
      const broken = required.includes(name) ? { at: [name], broken: absent } : { at: [] }
      const { [name]: _, ...others } = least
      yield { bound: 'required', value: others, ...broken }
      yield { bound: 'required', value: { ...others, [name]: null }, ...broken }
    }
    for (const inner of cases(member, place)) yield within(name, inner, (value) => ({ ...least, [name]: value }))
  }
  if (union) yield* unionCases(properties, place)
}

const unionCases = function* (properties: Readonly<Record<string, Keywords>>, { around }: Place): Generator<Case> {
  const names = Object.keys(properties)
  const broken = `Member must have exactly one of the members [${names.join(', ')}]`
  const only = (...chosen: readonly string[]): unknown =>
    Object.fromEntries(chosen.map((name) => [name, minimal(properties[name] ?? {}, around)]))
  for (const name of names) yield { at: [], bound: 'union', value: only(name) }
  yield { at: [], bound: 'union', value: {}, broken }
  if (names.length > 1) yield { at: [], bound: 'union', value: only(...names.slice(0, 2)), broken }
}

const mapCases = function* ({ propertyNames = {}, additionalProperties = {} }: Keywords, place: Place): Generator<Case> {
  const name = String(minimal(propertyNames, place.around))
  const value = minimal(additionalProperties, place.around)
  yield { at: [], bound: 'type', value: {} }
  for (const { broken, value: key } of cases(propertyNames, place)) {
    if (typeof key === 'string')
      yield { at: [key], bound: 'propertyNames', value: { [key]: value }, ...(broken !== undefined && { broken }) }
  }
  for (const inner of cases(additionalProperties, place)) yield within(name, inner, (entry) => ({ [name]: entry }))
}

const listCases = function* (schema: Keywords, place: Place): Generator<Case> {
  const { items = {}, minItems = 0, maxItems } = schema
  const item = minimal(items, place.around)
  const of = (length: number): readonly unknown[] => Array.from({ length }, () => item)
  yield { at: [], bound: 'minItems', value: of(minItems) }
  if (minItems > 0)
    yield { at: [], bound: 'minItems', value: of(minItems - 1), broken: `Member must have length greater than or equal to ${minItems}` }
  if (maxItems !== undefined) {
    yield { at: [], bound: 'maxItems', value: of(maxItems) }
    yield { at: [], bound: 'maxItems', value: of(maxItems + 1), broken: `Member must have length less than or equal to ${maxItems}` }
  }
  for (const inner of cases(items, place)) yield within(0, inner, (value) => [value, ...of(Math.max(minItems - 1, 0))])
}

const numberCases = function* ({ type, minimum, maximum }: Keywords): Generator<Case> {
  const step = type === 'integer' ? 1 : 0.000_1
  if (minimum !== undefined) {
    yield { at: [], bound: 'minimum', value: minimum }
    yield { at: [], bound: 'minimum', value: minimum - step, broken: `Member must have value greater than or equal to ${minimum}` }
  }
  if (maximum !== undefined) {
    yield { at: [], bound: 'maximum', value: maximum }
    yield { at: [], bound: 'maximum', value: maximum + step, broken: `Member must have value less than or equal to ${maximum}` }
  }
  if (type === 'integer') {
    if (maximum === undefined) yield { at: [], bound: 'type', value: 2 ** 31 - 1 }
    for (const value of [2 ** 31, (minimum ?? 0) + 0.5])
      yield { at: [], bound: 'type', value, broken: 'Member must be an integer of 32 bits' }
  }
}
