import type { TObject } from 'typebox'
import { SerializationException } from './exceptions.ts'
import type { Keywords } from './keywords.ts'
import type { Service } from './operation.ts'
import { parse } from './parse.ts'
import type { Parsed } from './parse.ts'
import { isObject } from './reader.ts'

/** A request as it arrived: its path and query decoded, its body parsed; `undefined`: no body. */
export interface RawInput {
  readonly labels: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  readonly body: unknown
}

interface InputShape<Input> {
  readonly service: Service
  readonly input: Input
}

/**
 * The input of an operation, without what its shape does not know.
 * @throws ValidationException - with every constraint that the request breaks.
 * @throws SerializationException - the body is no JSON object.
 */
export const parseInput = <Input extends TObject>({ service, input }: InputShape<Input>, raw: RawInput): Parsed<Input> =>
  parse(input, members(input, raw), { fieldList: service === 'bedrock-agent' })

/** The members of a request, each from where it travels. */
const members = ({ properties = {} }: Keywords, { labels, query, header, body }: RawInput): unknown => {
  const inBody = bodyMembers(body)
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      if (schema.in === 'label') return [name, Object.hasOwn(labels, name) ? labels[name] : undefined]
      if (schema.in === 'query') return [name, fromText(schema, query.getAll(name))]
      if (schema.in === 'header') return [name, fromText(schema, present(header(schema.header ?? name)))]
      return [name, Object.hasOwn(inBody, name) ? inBody[name] : undefined]
    }),
  )
}

const bodyMembers = (body: unknown): Readonly<Record<string, unknown>> => {
  if (body === undefined || body === null) return {}
  if (!isObject(body)) throw new SerializationException('The request body must be a JSON object.')
  return body
}

const present = (text: string | undefined): readonly string[] => (text === undefined || text === '' ? [] : [text])

/** The value that text in a path or query stands for; text that stands for none is left to be refused as it is. */
const fromText = ({ type, items }: Keywords, texts: readonly string[]): unknown => {
  if (type === 'array') return texts.length === 0 ? undefined : texts.map((text) => fromText(items ?? {}, [text]))
  const [text, ...others] = texts
  if (text === undefined) return undefined
  if (others.length > 0) return texts
  if (type === 'integer' && /^-?\d{1,10}$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
