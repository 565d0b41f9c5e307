import type { Members, Outline } from './outline.ts'

/** The AWS SDK for JavaScript exports its runtime schemas as tuples that begin with their kind. */
const kinds = { error: -3, simple: 0, list: 1, map: 2, structure: 3, union: 4, operation: 9 } as const
const listFlag = 64
const mapFlag = 128
const labelFlag = 1
const simple: Readonly<Record<number, Outline>> = { 0: 'string', 1: 'number', 2: 'boolean', 4: 'timestamp', 5: 'timestamp', 15: 'document' }

export interface SdkOperation {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly input: unknown
  readonly output: unknown
}

/** Every operation that a client of the SDK exports, by name. */
export const sdkOperations = (client: object): Record<string, SdkOperation> =>
  Object.fromEntries(
    Object.values(client)
      .filter((value): value is readonly unknown[] => Array.isArray(value) && value[0] === kinds.operation)
      .map(([, , name, traits, input, output]) => {
        const [method, path, status] = (traits as { http: [string, string, number] }).http
        return [String(name), { method, path, status, input, output }]
      }),
  )

/** The outline of an SDK schema. A shape that `opaque` names is taken for a document. */
export const outlineOfSdk = (schema: unknown, opaque: (shape: string) => boolean, around: readonly string[] = []): Outline => {
  if (typeof schema === 'function') return outlineOfSdk(schema(), opaque, around)
  if (typeof schema === 'number') return outlineOfSentinel(schema)
  const [kind, , shape, , first, second, required = 0] = schema as [number, string, string, unknown, unknown, unknown, number?]
  if (around.includes(shape)) return `recursion to ${shape}`
  if (opaque(shape)) return 'document'
  const inside = [...around, shape]
  switch (kind) {
    case kinds.simple:
      return outlineOfSentinel(first as number)
    case kinds.list:
      return { list: outlineOfSdk(member(first).schema, opaque, inside) }
    case kinds.map:
      return { map: outlineOfSdk(member(second).schema, opaque, inside) }
    case kinds.error:
    case kinds.structure:
      return { structure: members(first, second, required) }
    case kinds.union:
      return { union: members(first, second, required) }
    default:
      throw new Error(`The SDK's schema of ${shape} has the unknown kind ${kind}.`)
  }

  function members(names: unknown, schemas: unknown, requiredCount: number): Members {
    return Object.fromEntries(
      (names as string[]).map((name, index) => {
        const { schema: of, place } = member((schemas as unknown[])[index], name)
        return [name, { of: outlineOfSdk(of, opaque, inside), required: index < requiredCount, in: place }]
      }),
    )
  }
}

const outlineOfSentinel = (sentinel: number): Outline => {
  if (sentinel >= mapFlag) return { map: outlineOfSentinel(sentinel - mapFlag) }
  if (sentinel >= listFlag) return { list: outlineOfSentinel(sentinel - listFlag) }
  const outline = simple[sentinel]
  if (outline === undefined) throw new Error(`The SDK has the unknown simple type ${sentinel}.`)
  return outline
}

/** A member is its schema, or a pair of its schema and its traits. */
const member = (schema: unknown, name?: string): { schema: unknown; place: Members[string]['in'] } => {
  const isPair = Array.isArray(schema) && schema.length === 2
  return isPair ? { schema: schema[0], place: placeOf(schema[1], name) } : { schema, place: 'body' }
}

const placeOf = (traits: unknown, name: string | undefined): Members[string]['in'] => {
  if (typeof traits === 'number') return (traits & labelFlag) === labelFlag ? 'label' : 'body'
  const { httpQuery, httpHeader } = traits as { httpQuery?: string; httpHeader?: string }
  if (httpHeader !== undefined) return 'header'
  if (httpQuery === undefined) return 'body'
  if (httpQuery !== name) throw new Error(`The query parameter ${httpQuery} has another name than its member ${name}.`)
  return 'query'
}
