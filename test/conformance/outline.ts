import type { Keywords } from '../../src/contract/keywords.ts'
import { unanchored } from '../../src/contract/shape.ts'

/** What a shape says of its values, whoever declares it, as plain data. `min` and `max` are of lengths or of values. */
export type Outline =
  | Scalar
  | { readonly kind: 'document' }
  | { readonly kind: 'recursion'; readonly to: string }
  | ({ readonly kind: 'list'; readonly of: Outline } & Bounds)
  | { readonly kind: 'map'; readonly names: Outline; readonly of: Outline }
  | { readonly kind: 'structure' | 'union' | 'events'; readonly members: Readonly<Record<string, Member>> }

/** `number` where nobody says whether integer or float. */
export interface Scalar extends Bounds {
  readonly kind: 'string' | 'integer' | 'float' | 'number' | 'boolean' | 'timestamp' | 'blob'
  readonly pattern?: string
  readonly enum?: readonly unknown[]
}

interface Bounds {
  readonly min?: number
  readonly max?: number
}

export interface Member {
  readonly of: Outline
  readonly required: boolean
  /** `payload`: the member alone is the body. */
  readonly in: 'label' | 'query' | 'header' | 'body' | 'payload'
  /** The name of the header. */
  readonly header?: string
  readonly idempotencyToken: boolean
}

export interface OperationOutline {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly input: Outline
  readonly output: Outline
}

export interface ExceptionOutline {
  readonly status: number
  readonly body: Outline
}

/** The outline of one of Sluice's schemas. */
export const outlineOfSchema = (schema: Keywords): Outline => {
  const { minItems, maxItems } = schema
  if (schema.$ref !== undefined) return { kind: 'recursion', to: schema.$ref }
  if (schema.items !== undefined) return { kind: 'list', of: outlineOfSchema(schema.items), ...boundsOf(minItems, maxItems) }
  if (schema.additionalProperties !== undefined)
    return { kind: 'map', names: outlineOfSchema(schema.propertyNames ?? {}), of: outlineOfSchema(schema.additionalProperties) }
  if (schema.properties !== undefined) return { kind: kindOf(schema), members: membersOf(schema) }
  return schema.type === undefined && schema.enum === undefined ? { kind: 'document' } : outlineOfScalar(schema)
}

const kindOf = ({ union = false, stream }: Keywords): 'structure' | 'union' | 'events' => {
  if (stream === 'frames') return 'events'
  return union ? 'union' : 'structure'
}

const membersOf = ({ properties = {}, required = [] }: Keywords): Readonly<Record<string, Member>> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [
      name,
      {
        of: outlineOfSchema(member),
        required: required.includes(name),
        in: member.in ?? (member.stream === undefined ? 'body' : 'payload'),
        ...(member.header !== undefined && { header: member.header }),
        idempotencyToken: member.idempotencyToken ?? false,
      },
    ]),
  )

const outlineOfScalar = (schema: Keywords): Scalar => ({
  kind: scalarKindOf(schema),
  ...(schema.pattern !== undefined && { pattern: unanchored(schema.pattern) }),
  ...(schema.enum !== undefined && { enum: schema.enum }),
  ...boundsOf(schema.minLength ?? schema.minimum, schema.maxLength ?? schema.maximum),
})

const scalarKindOf = ({ type, format }: Keywords): Scalar['kind'] => {
  if (format === 'date-time') return 'timestamp'
  if (type === 'integer' || type === 'boolean') return type
  return type === 'number' ? 'float' : 'string'
}

const boundsOf = (min: number | undefined, max: number | undefined): Bounds => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
})
