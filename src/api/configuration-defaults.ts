/** A copy of `value` with the schema's defaults where an object has no value. Whatever does not fit stays for the check to find. */
export const withDefaults = (schema: unknown, value: unknown): unknown => {
  if (!isObject(schema)) return value
  const word = typeof value === 'string' && isObject(schema['words']) && Object.hasOwn(schema['words'], value) && schema['words'][value]
  if (isObject(word)) return withDefaults(schema, word)
  if (Array.isArray(value)) return value.map((item) => withDefaults(schema['items'], item))
  if (schema['type'] !== 'object' || !isObject(value)) return value
  const declared = isObject(schema['properties']) ? schema['properties'] : {}
  const [anyName] = isObject(schema['patternProperties']) ? Object.values(schema['patternProperties']) : []
  const defaults = Object.entries(declared).map(([name, property]) => [name, isObject(property) ? property['default'] : undefined])
  const written = Object.entries(value).filter(([, member]) => member !== undefined)
  const members = [...defaults.filter(([, member]) => member !== undefined), ...written]
  const schemaOf = (name: unknown): unknown => (typeof name === 'string' && Object.hasOwn(declared, name) ? declared[name] : anyName)
  return Object.fromEntries(members.map(([name, member]) => [name, withDefaults(schemaOf(name), member)]))
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
