import type { Keywords } from '../../../src/contract/keywords.ts'
import type { RawInput } from '../../../src/contract/parse-input.ts'
import type { Case } from './case.ts'

type Values = Readonly<Record<string, unknown>>

/** A request that carries values where the schema says that each travels; `undefined`: they cannot travel there. */
export const requestOf = (schema: Keywords, request: unknown): RawInput | undefined => {
  const values = request as Values
  const travelling = (where: Keywords['in']): readonly (readonly [string, unknown])[] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
      member.in === where && Object.hasOwn(values, name) ? [[name, values[name]] as const] : [],
    )
  const inText = [...travelling('label'), ...travelling('query'), ...travelling('header')]
  if (!inText.every(([name, value]) => canBeText(value, schema.properties?.[name]))) return undefined
  const query = new URLSearchParams(
    travelling('query').flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as [string, string])),
  )
  const headers = new Map(travelling('header').map(([name, value]) => [schema.properties?.[name]?.header, String(value)]))
  return {
    labels: Object.fromEntries(travelling('label').map(([name, value]) => [name, String(value)])),
    query,
    header: (name) => headers.get(name),
    body: Object.fromEntries(travelling(undefined)),
  }
}

/** A number where a text belongs is one, as text; nothing else than scalars can be written there, and lists of them. */
const canBeText = (value: unknown, schema: Keywords = {}): boolean => {
  if (Array.isArray(value)) return schema.type === 'array' && value.length > 0 && value.every((item) => canBeText(item, schema.items))
  if (schema.type === 'boolean' || schema.type === 'integer')
    return value !== null && typeof value !== 'object' && value !== 'true' && value !== '1'
  return typeof value === 'string'
}

/** The name that the answer gives the member of a case. */
export const nameOf = ({ at }: Case): string =>
  at
    .map((member) => (typeof member === 'number' ? `${member + 1}.member` : member.length > 100 ? `${member.slice(0, 100)}...` : member))
    .join('.')
