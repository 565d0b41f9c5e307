import type { Findings, Reader } from './findings.ts'
import type { Keywords } from './keywords.ts'
import { boolean, bounds, choice, integer, number, string } from './scalar-reader.ts'

/**
 * The reader of a schema, made when it is first asked for.
 *
 * 1. A value is walked once, so that reading is linear in its size; members that the schema does not know are not walked,
 *    and a value that is wrong in a hundred places is not read to its end.
 * 2. Nothing nests deeper than 128 levels: recursion ends there, whatever the value is.
 * 3. A member that is `null` is absent, as in AWS's API.
 */
export const readerOf = (schema: Keywords): Reader => {
  const known = readers.get(schema)
  if (known !== undefined) return known
  const reader = build(schema, new Map())
  readers.set(schema, reader)
  return reader
}

const readers = new WeakMap<Keywords, Reader>()

type Enclosing = ReadonlyMap<string, () => Reader>

const build = (schema: Keywords, enclosing: Enclosing): Reader => {
  if (schema.$id === undefined) return buildType(schema, enclosing)
  const reader: Reader = buildType(
    schema,
    new Map(enclosing).set(schema.$id, () => reader),
  )
  return reader
}

const buildType = (schema: Keywords, enclosing: Enclosing): Reader => {
  if (schema.$ref !== undefined) return reference(schema.$ref, enclosing)
  if (schema.enum !== undefined) return choice(schema.enum)
  if (schema.type === undefined) return document
  switch (schema.type) {
    case 'object':
      return schema.additionalProperties === undefined ? structure(schema, enclosing) : map(schema, enclosing)
    case 'array':
      return list(schema, enclosing)
    case 'string':
      return string(schema)
    case 'number':
      return number(schema)
    case 'integer':
      return integer(schema)
    case 'boolean':
      return boolean
  }
}

const reference = (name: string, enclosing: Enclosing): Reader => {
  const target = enclosing.get(name)
  if (target === undefined) throw new Error(`No schema around this one has the $id ${name}.`)
  return (value, findings) => target()(value, findings)
}

const structure = ({ properties = {}, required = [], union = false }: Keywords, enclosing: Enclosing): Reader => {
  const members = Object.entries(properties).map(([name, schema]) => ({
    name,
    read: build(schema, enclosing),
    isRequired: required.includes(name),
  }))
  const exactlyOne = `Member must have exactly one of the members [${Object.keys(properties).join(', ')}]`
  return nested('a structure', isObject, (value, findings) => {
    const known: Record<string, unknown> = {}
    for (const { name, read, isRequired } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined
      if (member !== undefined && member !== null) known[name] = findings.within(name, read, member)
      else if (isRequired) findings.within(name, absent, member)
    }
    if (union && Object.keys(known).length !== 1) findings.refuse(value, exactlyOne)
    return known
  })
}

const absent: Reader = (value, findings) => findings.refuse(value, 'Member must not be null')

const map = ({ propertyNames = {}, additionalProperties = {} }: Keywords, enclosing: Enclosing): Reader => {
  const readName = build(propertyNames, enclosing)
  const readValue = build(additionalProperties, enclosing)
  return nested('a map', isObject, (value, findings) => {
    const known: [name: string, entry: unknown][] = []
    for (const [name, entry] of Object.entries(value)) {
      if (findings.full) break
      findings.within(name, readName, name)
      known.push([name, findings.within(name, readValue, entry)])
    }
    return Object.fromEntries(known)
  })
}

const list = ({ items = {}, minItems, maxItems }: Keywords, enclosing: Enclosing): Reader => {
  const readItem = build(items, enclosing)
  const checkLength = bounds('length', minItems, maxItems)
  return nested('a list', isList, (value, findings) => {
    checkLength(value.length, value, findings)
    if (value.length > (maxItems ?? Infinity)) return value
    const known: unknown[] = []
    for (const [index, item] of value.entries()) {
      if (findings.full) break
      known.push(findings.within(index, readItem, item))
    }
    return known
  })
}

const document: Reader = (value, findings) => (exceeds(value, deepest - findings.depth) ? findings.refuse(value, tooDeep) : value)

const deepest = 128
const tooDeep = `Member must be at most ${deepest} levels deep`

const nested =
  <Value>(kind: string, is: (value: unknown) => value is Value, read: (value: Value, findings: Findings) => unknown): Reader =>
  (value, findings) => {
    if (!is(value)) return findings.refuse(value, `Member must be ${kind}`)
    return findings.depth < deepest ? read(value, findings) : findings.refuse(value, tooDeep)
  }

const exceeds = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || (isList(value) ? value : Object.values(value)).some((member) => exceeds(member, levels - 1))
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value)
