import type { Keywords } from '../../contract/keywords.ts'
import type { OperationShape } from '../../contract/operation.ts'
import type { EventStream } from '../../contract/shape.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Answer } from './answer.ts'
import { jsonAnswer } from './answer.ts'
import { eventStreamAnswer } from './event-stream.ts'
import { serverSentAnswer } from './server-sent-events.ts'

/** What an operation has answered, in the form that its shape declares: a document, or a stream. */
export const successOf = (shape: OperationShape, output: object, clock: Clock): Answer => {
  const streamed = Object.entries<Keywords>(shape.output.properties).find(([, { stream }]) => stream !== undefined)
  if (!streamed) return jsonAnswer(shape.status, output)
  const [member, { stream }] = streamed
  const events: unknown = Reflect.get(output, member)
  if (!isStream(events)) return { status: 204, headers: {}, body: '' }
  return stream === 'frames' ? eventStreamAnswer(shape, output, events) : serverSentAnswer(events, clock)
}

/** Of what, its shape says. */
const isStream = (value: unknown): value is EventStream<never> => typeof value === 'function'
