import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'
import type { Keywords } from '../../contract/keywords.ts'
import type { OperationShape } from '../../contract/operation.ts'
import type { EventStream } from '../../contract/shape.ts'
import type { Answer } from './answer.ts'

const codec = new EventStreamCodec(toUtf8, fromUtf8)

/** One event of a union as a message of AWS's event stream. @see https://smithy.io/2.0/aws/amazon-eventstream.html */
export const frameOf = (event: object): Uint8Array => {
  const [member] = Object.entries(event)
  if (!member) throw new Error('An event without a member')
  const [name, payload] = member
  const kind = name.endsWith('Exception') ? 'exception' : 'event'
  return codec.encode({
    headers: {
      ':message-type': text(kind),
      [`:${kind}-type`]: text(name),
      ':content-type': text('application/json'),
    },
    body: fromUtf8(JSON.stringify(payload)),
  })
}

const text = (value: string) => ({ type: 'string', value }) as const

/** A success whose output has a member that streams: the others travel in headers. */
export const eventStreamAnswer = ({ status, output: { properties } }: OperationShape, output: object): Answer => {
  const headers: Record<string, string> = { 'content-type': 'application/vnd.amazon.eventstream' }
  let stream: EventStream<object> | undefined
  for (const [name, value] of Object.entries(output)) {
    const { header }: Keywords = properties[name] ?? {}
    if (header !== undefined && typeof value === 'string') headers[header] = value
    else if (isStream(value)) stream = value
  }
  if (!stream) throw new Error('An output that streams has no stream')
  const events = stream
  return { status, headers, body: (gone) => frames(events(gone)) }
}

const isStream = (value: unknown): value is EventStream<object> => typeof value === 'function'

const frames = async function* (events: AsyncIterable<object>): AsyncGenerator<Uint8Array, void> {
  for await (const event of events) yield frameOf(event)
}
