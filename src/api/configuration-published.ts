import { configurationSchema } from './configuration-schema.ts'

/** The configuration as a JSON Schema for editors: what has a default may be left out. */
export const publishedConfigurationSchema = (): string =>
  `${JSON.stringify({ $schema: dialect, title: 'sluice.config.yaml', ...configurationSchema }, published, 2)}\n`

const dialect = 'https://json-schema.org/draft/2020-12/schema'

/** Our own annotations are no keywords of JSON Schema. */
const published = (name: string, value: unknown): unknown => {
  if (name === 'allowed' || name === 'secret') return undefined
  if (typeof value === 'object' && value !== null && 'words' in value) return orWord(value)
  if (typeof value !== 'object' || value === null || !('required' in value) || !('properties' in value)) return value
  const { required, properties } = value
  return { ...value, required: Array.isArray(required) ? required.filter((member) => !hasDefault(properties, member)) : required }
}

/** A section for which a word may stand. */
const orWord = ({ words, ...section }: { readonly words: unknown; readonly description?: unknown }): unknown => ({
  description: section.description,
  anyOf: [{ enum: Object.keys(words ?? {}) }, section],
})

const hasDefault = (properties: unknown, member: unknown): boolean => {
  const property = Object.entries(properties ?? {}).find(([name]) => name === member)?.[1]
  return typeof property === 'object' && property !== null && 'default' in property
}
