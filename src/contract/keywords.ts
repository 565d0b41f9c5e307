/** The words of a schema that reading a request understands: JSON Schema's, and `union` and `in`. */
export interface Keywords {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Keywords>>
  readonly required?: readonly string[]
  /** Exactly one member is present. */
  readonly union?: boolean
  /** The names of a map's entries. */
  readonly propertyNames?: Keywords
  /** The values of a map's entries. */
  readonly additionalProperties?: Keywords
  readonly items?: Keywords
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: 'date-time'
  readonly $id?: string
  /** The `$id` of a schema around this one. */
  readonly $ref?: string
  /** Where a member travels; absent: in the body. */
  readonly in?: 'label' | 'query' | 'header'
  /** The name of the header that a member travels in, in small letters. */
  readonly header?: string
  /** The SDKs fill it in, the same in all tries of one call. */
  readonly idempotencyToken?: boolean
  /** A union of events: the answer is a stream of them, in AWS's frames or as server-sent events. */
  readonly stream?: 'frames' | 'server-sent'
}
