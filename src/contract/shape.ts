import Type from 'typebox'
import type { TProperties, TSchema } from 'typebox'
import type { Json } from '../lib/json.ts'

interface TextConstraints {
  /** As AWS writes it; anchored here, because most of AWS's patterns are not and would accept any text around a match. */
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
}

const anchor = { before: '^(?:', after: ')$' } as const

/** A string. Lengths count Unicode code points. */
export const text = ({ pattern, ...lengths }: TextConstraints = {}) =>
  Type.String(pattern === undefined ? lengths : { ...lengths, pattern: anchor.before + pattern + anchor.after })

/** The pattern as AWS writes it. */
export const unanchored = (pattern: string): string =>
  pattern.startsWith(anchor.before) && pattern.endsWith(anchor.after) ? pattern.slice(anchor.before.length, -anchor.after.length) : pattern

/** An instant in ISO 8601, UTC. */
export const Timestamp = Type.String({ format: 'date-time' })

/** A list that nobody changes. */
export const list = <Item extends TSchema>(item: Item, sizes: { readonly minItems?: number; readonly maxItems?: number } = {}) =>
  Type.Immutable(Type.Array(item, sizes))

/** A structure with exactly one of its members. */
export const union = <Members extends TProperties>(members: Members) => Type.Partial(Type.Object(members), { union: true })

/** A structure without members: AWS gives a node's configuration one even when there is nothing to configure. */
export const empty = () => Type.Object({})

/** Values by free names. */
export const map = <Value extends TSchema>(key: TSchema, value: Value) =>
  Type.Unsafe<Readonly<Record<string, Type.Static<Value>>>>({ type: 'object', propertyNames: key, additionalProperties: value })

/** Any JSON, taken as it is. */
export const document = () => Type.Unsafe<Json>({})

/** A member that travels in the path. */
export const label = <Schema extends TSchema>(schema: Schema) => Type.With(schema, { in: 'label' })

/** A member that travels in a header. */
export const header = <Schema extends TSchema>(schema: Schema, name: string) => Type.With(schema, { in: 'header', header: name })

/** A member that an SDK fills in, the same in all tries of one call. */
export const idempotencyToken = <Schema extends TSchema>(schema: Schema) => Type.With(schema, { idempotencyToken: true })

/** What an answer streams: begins when it is asked for, and ends when the signal aborts. */
export type EventStream<Event> = (gone: AbortSignal) => AsyncIterable<Event>

/** A member that is a stream of events, each one member of the union. */
export const eventStream = <Members extends TProperties>(events: Members) =>
  Type.Unsafe<EventStream<Type.Static<ReturnType<typeof union<Members>>>>>({ ...union(events), stream: 'frames' })

/** An event as the web's `EventSource` reads it: `id` is what a client that comes back says it has, `data` is JSON. */
export interface ServerSentEvent {
  readonly id?: string
  readonly event: string
  readonly data: unknown
}

/** A member that is a stream of them. */
export const serverSentEvents = () => Type.Unsafe<EventStream<ServerSentEvent>>({ stream: 'server-sent' })

/** A member that travels in the query string. */
export const query = <Schema extends TSchema>(schema: Schema) => Type.Optional(requiredQuery(schema))
export const requiredQuery = <Schema extends TSchema>(schema: Schema) => Type.With(schema, { in: 'query' })
