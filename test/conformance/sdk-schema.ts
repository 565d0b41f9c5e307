import type { ExceptionOutline, Member, OperationOutline, Outline } from './outline.ts'

/** The AWS SDK for JavaScript exports its runtime schemas as tuples that begin with their kind. */
const kinds = { error: -3, simple: 0, list: 1, map: 2, structure: 3, union: 4, operation: 9 } as const
const listFlag = 64
const mapFlag = 128
const traitFlags = { label: 1, idempotencyToken: 4, payload: 16 } as const
/** Of the four ways to write a time only the one that AWS's JSON operations here use: ISO 8601. */
const scalars = { 0: 'string', 1: 'number', 2: 'boolean', 5: 'timestamp', 15: 'document', 21: 'blob' } as const

export interface SdkOperation {
  readonly method: string
  readonly path: string
  readonly status: number
  /** As the SDK has it. */
  readonly input: unknown
  readonly output: unknown
}

/** Whether a shape, by its name, is taken for a document. */
export type IsOpaque = (shape: string) => boolean

/** Every operation that a client of the SDK exports, by name. */
export const sdkOperations = (client: object): Readonly<Record<string, SdkOperation>> =>
  Object.fromEntries(
    schemasOf(client, kinds.operation).map(([, , name, traits, input, output]) => {
      const [method, path, status] = (traits as { http: [string, string, number] }).http
      return [String(name), { method, path, status, input, output }]
    }),
  )

export const outlineOfSdk = (operation: SdkOperation, isOpaque: IsOpaque): OperationOutline => ({
  ...operation,
  input: outlineOf(operation.input, isOpaque),
  output: outlineOf(operation.output, isOpaque),
})

/** Every exception that a client of the SDK exports, by name. Which operation has which, the SDK's schemas do not say. */
export const sdkErrors = (client: object): Readonly<Record<string, ExceptionOutline>> =>
  Object.fromEntries(
    schemasOf(client, kinds.error)
      .filter(([, , , traits]) => typeof traits === 'object')
      .map((schema) => {
        const [, , name, traits] = schema
        return [String(name), { status: (traits as { httpError: number }).httpError, body: outlineOf(schema, () => false) }]
      }),
  )

const schemasOf = (client: object, kind: number): readonly (readonly unknown[])[] =>
  Object.values(client).filter((value): value is readonly unknown[] => Array.isArray(value) && value[0] === kind)

const outlineOf = (schema: unknown, isOpaque: IsOpaque, around: readonly string[] = []): Outline => {
  if (typeof schema === 'function') return outlineOf(schema(), isOpaque, around)
  if (typeof schema === 'number') return outlineOfSentinel(schema)
  const [kind, , shape, traits, first, second, required = 0] = schema as [number, string, string, unknown, unknown, unknown, number?]
  if (around.includes(shape)) return { kind: 'recursion', to: shape }
  if (isOpaque(shape)) return { kind: 'document' }
  const inside = [...around, shape]
  switch (kind) {
    case kinds.simple:
      return outlineOfSentinel(first as number)
    case kinds.list:
      return { kind: 'list', of: outlineOf(target(first), isOpaque, inside) }
    case kinds.map:
      return { kind: 'map', names: outlineOf(target(first), isOpaque, inside), of: outlineOf(target(second), isOpaque, inside) }
    case kinds.error:
    case kinds.structure:
      return { kind: 'structure', members: members() }
    case kinds.union:
      return { kind: hasTrait(traits, 'streaming') ? 'events' : 'union', members: members() }
    default:
      throw new Error(`The SDK's schema of ${shape} has the unknown kind ${kind}.`)
  }

  function members(): Readonly<Record<string, Member>> {
    return Object.fromEntries(
      (first as string[]).map((name, index) => {
        const member = (second as unknown[])[index]
        return [name, { of: outlineOf(target(member), isOpaque, inside), required: index < required, ...bindingOf(traitsOf(member), name) }]
      }),
    )
  }
}

const outlineOfSentinel = (sentinel: number): Outline => {
  if (sentinel >= mapFlag) return { kind: 'map', names: { kind: 'string' }, of: outlineOfSentinel(sentinel - mapFlag) }
  if (sentinel >= listFlag) return { kind: 'list', of: outlineOfSentinel(sentinel - listFlag) }
  if (!isScalar(sentinel)) throw new Error(`The SDK has the unknown simple type ${sentinel}.`)
  return { kind: scalars[sentinel] }
}

const isScalar = (sentinel: number): sentinel is keyof typeof scalars => Object.hasOwn(scalars, sentinel)

/** A member is its schema, or a pair of its schema and its traits. */
const isPair = (member: unknown): member is readonly [schema: unknown, traits: unknown] => Array.isArray(member) && member.length === 2
const target = (member: unknown): unknown => (isPair(member) ? member[0] : member)
const traitsOf = (member: unknown): unknown => (isPair(member) ? member[1] : 0)

const hasTrait = (traits: unknown, name: string): boolean => typeof traits === 'object' && traits !== null && Object.hasOwn(traits, name)

const bindingOf = (traits: unknown, name: string): Pick<Member, 'in' | 'header' | 'idempotencyToken'> => {
  if (typeof traits === 'number') {
    const has = (flag: keyof typeof traitFlags): boolean => (traits & traitFlags[flag]) !== 0
    const place = has('label') ? 'label' : has('payload') ? 'payload' : 'body'
    return { in: place, idempotencyToken: has('idempotencyToken') }
  }
  const { httpQuery, httpHeader } = traits as { httpQuery?: string; httpHeader?: string }
  if (httpHeader !== undefined) return { in: 'header', header: httpHeader, idempotencyToken: false }
  if (httpQuery === undefined) return { in: 'body', idempotencyToken: false }
  if (httpQuery !== name) throw new Error(`The query parameter ${httpQuery} has another name than its member ${name}.`)
  return { in: 'query', idempotencyToken: false }
}
