import type { Keywords } from '../../src/contract/keywords.ts'
import type { Json } from '../../src/lib/json.ts'
import type { Chance } from '../simulation/chance.ts'

/** A value that a schema could mean, as far as it can be told without its pattern: `known` has values by the names of members. */
export const soundValue = (schema: Keywords, name: string, drawing: Drawing): Json => {
  const { chance, known, depth = 0 } = drawing
  const fitting = known(name)
  if (fitting !== undefined && chance.happens(0.9)) return fitting
  if (schema.enum !== undefined) return chance.oneOf(schema.enum) as Json
  if (schema.type === 'boolean') return chance.happens(0.5)
  if (schema.type === 'integer' || schema.type === 'number')
    return chance.between(schema.minimum ?? 0, Math.min(schema.maximum ?? 100, (schema.minimum ?? 0) + 100))
  if (schema.type === 'array') {
    const length = chance.between(schema.minItems ?? 0, Math.max(schema.minItems ?? 0, depth > 6 ? 0 : 3))
    return Array.from({ length }, () => soundValue(schema.items ?? {}, name, { ...drawing, depth: depth + 1 }))
  }
  if (schema.properties !== undefined) return soundMembers(schema, { ...drawing, depth: depth + 1 })
  return schema.type === 'object' ? {} : chance.oneOf(['a', 'Start', 'document', '$.data', 'x'.repeat(schema.minLength ?? 1)])
}

export interface Drawing {
  readonly chance: Chance
  readonly known: (name: string) => Json | undefined
  readonly depth?: number
}

const soundMembers = ({ properties = {}, required = [], union = false }: Keywords, drawing: Drawing): Json => {
  const { chance, known, depth = 0 } = drawing
  const names = Object.keys(properties)
  if (names.length === 0) return {}
  const isPresent = (name: string): boolean =>
    required.includes(name) || chance.happens(known(name) !== undefined ? 0.6 : depth > 6 ? 0 : 0.15)
  const present = union ? [chance.oneOf(names)] : names.filter(isPresent)
  return Object.fromEntries(present.map((each) => [each, soundValue(properties[each] ?? {}, each, drawing)]))
}
