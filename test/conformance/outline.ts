import type { Keywords } from '../../src/contract/keywords.ts'

/** What can be compared of a shape, whoever declares it: kinds, names, what is required and where it travels. */
export type Outline = string | { list: Outline } | { map: Outline } | { structure: Members } | { union: Members }
export type Members = Record<string, { of: Outline; required: boolean; in: 'label' | 'query' | 'header' | 'body' }>

/** The outline of one of Sluice's schemas. */
export const outlineOfSchema = (schema: Keywords & { format?: string }): Outline => {
  if (schema.$ref !== undefined) return `recursion to ${schema.$ref}`
  if (schema.enum !== undefined) return 'string'
  if (schema.items !== undefined) return { list: outlineOfSchema(schema.items) }
  if (schema.additionalProperties !== undefined) return { map: outlineOfSchema(schema.additionalProperties) }
  if (schema.properties !== undefined) {
    const { properties, required = [], union = false } = schema
    const members = Object.entries(properties).map(([name, member]) => [
      name,
      { of: outlineOfSchema(member), required: required.includes(name), in: member.in ?? 'body' },
    ])
    return union ? { union: Object.fromEntries(members) } : { structure: Object.fromEntries(members) }
  }
  if (schema.format === 'date-time') return 'timestamp'
  return schema.type === 'integer' ? 'number' : (schema.type ?? 'document')
}
