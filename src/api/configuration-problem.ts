import { inspect } from 'node:util'
import type { TSchema } from 'typebox'
import { Pointer, Value } from 'typebox/value'
import { ConfigurationError } from './configuration-error.ts'
import { nearest } from './nearest.ts'

/** The first thing that is wrong with `value`: names the setting, its value and what is allowed. */
export const firstProblem = (schema: TSchema, value: unknown): ConfigurationError => {
  const errors = Value.Errors(schema, value)
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0]
  if (error === undefined) throw new Error('A configuration that passes has no problem.')
  const declared = keywordsOf(at(schema, error.schemaPath.slice(1)))
  const setting = settingAt(error.instancePath)
  if (error.keyword === 'additionalProperties') return unknownSetting(setting, error.params.additionalProperties[0] ?? '', declared)
  if (error.keyword === 'required') return missingSetting(within(setting, error.params.requiredProperties[0] ?? ''))
  const found = at(value, error.instancePath)
  const is = declared['secret'] === true && typeof found === 'string' ? '' : ` is ${shown(found)}, but`
  return new ConfigurationError(`${setting === '' ? 'The configuration' : setting}${is} must be ${allowedBy(declared)}.`, { setting })
}

/** A value in a message: short, on one line, whatever it is. */
export const shown = (value: unknown): string => {
  const text = inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80, maxArrayLength: 3, compact: true })
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`
}

type Keywords = Readonly<Record<string, unknown>>

const missingSetting = (setting: string): ConfigurationError => new ConfigurationError(`${setting} is missing.`, { setting })

const unknownSetting = (section: string, name: string, declared: Keywords): ConfigurationError => {
  const members = keywordsOf(declared['properties'])
  const [owner] = Object.entries(members).find(([, member]) => Object.hasOwn(keywordsOf(keywordsOf(member)['properties']), name)) ?? []
  if (owner !== undefined) {
    const meant = within(within(section, owner), name)
    const message = `${within(section, name)} is not a setting of this version, but ${meant} is: indent it below ${owner}.`
    return new ConfigurationError(message, { setting: within(section, name) })
  }
  const known = nearest(name, Object.keys(members))
  const written = name.length <= 100 ? name : `${name.slice(0, 99)}…`
  const setting = within(section, written)
  const message =
    known === undefined
      ? `${section} has the name ${shown(written)}, but must be ${allowedBy(declared)}.`
      : `${setting} is not a setting of this version; the nearest is ${within(section, known)}.`
  return new ConfigurationError(message, { setting })
}

const allowedBy = ({ allowed, type, properties, const: only, minimum, maximum, maxItems, minLength, maxLength }: Keywords): string => {
  if (typeof allowed === 'string') return allowed
  if (only !== undefined) return shown(only)
  if (type === 'integer') return `a whole number from ${shown(minimum)} to ${shown(maximum)}`
  if (type === 'number') return `a number from ${shown(minimum)} to ${shown(maximum)}`
  if (type === 'boolean') return 'true or false'
  if (type === 'array') return `a list of at most ${shown(maxItems)} entries`
  if (type === 'string') return `text of ${shown(minLength ?? 0)} to ${shown(maxLength)} characters`
  const members = Object.keys(keywordsOf(properties))
  return members.length > 0 && members.length <= fewMembers ? `a mapping of ${members.join(', ')}` : 'a mapping of settings'
}

const fewMembers = 6

const at = (value: unknown, pointer: string): unknown => (pointer === '' ? value : Pointer.Get(value, pointer))

/** `/models/routes/0/match` as `models.routes[0].match`. */
const settingAt = (instancePath: string): string =>
  [...Pointer.Indices(instancePath)].reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : within(path, name)), '')

const within = (setting: string, name: string): string => (setting === '' ? name : `${setting}.${name}`)

const keywordsOf = (schema: unknown): Keywords => (typeof schema === 'object' && schema !== null ? { ...schema } : {})
