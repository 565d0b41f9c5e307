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

/** A success that streams frames; the output's other members travel in headers. */
export const eventStreamAnswer = (
  { status, output: { properties } }: OperationShape,
  output: object,
  events: EventStream<object>,
): Answer => {
  const headers: Record<string, string> = { 'content-type': 'application/vnd.amazon.eventstream' }
  for (const [name, value] of Object.entries(output)) {
    const { header }: Keywords = properties[name] ?? {}
    if (header !== undefined && typeof value === 'string') headers[header] = value
  }
  return { status, headers, body: (gone) => frames(events(gone)) }
}

const frames = async function* (events: AsyncIterable<object>): AsyncGenerator<Uint8Array, void> {
  for await (const event of events) yield frameOf(event)
}
