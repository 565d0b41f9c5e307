import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'
import { expect, it } from 'vitest'
import { operations } from '../../contract/operations.ts'
import { eventStreamAnswer, frameOf } from './event-stream.ts'

const decoded = (frame: Uint8Array) => {
  const { headers, body } = new EventStreamCodec(toUtf8, fromUtf8).decode(frame)
  return { headers: Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value])), body: JSON.parse(toUtf8(body)) }
}

it('writes an event with its kind in the headers', () => {
  expect(decoded(frameOf({ flowCompletionEvent: { completionReason: 'SUCCESS' } }))).toEqual({
    headers: { ':message-type': 'event', ':event-type': 'flowCompletionEvent', ':content-type': 'application/json' },
    body: { completionReason: 'SUCCESS' },
  })
})

it('writes an exception as one', () => {
  expect(decoded(frameOf({ validationException: { message: 'Wörter' } }))).toEqual({
    headers: { ':message-type': 'exception', ':exception-type': 'validationException', ':content-type': 'application/json' },
    body: { message: 'Wörter' },
  })
})

it('answers with a stream, and the other members in headers', async () => {
  const responseStream = async function* () {
    yield { flowCompletionEvent: { completionReason: 'SUCCESS' } }
  }

  const { status, headers, body } = eventStreamAnswer(operations.InvokeFlow, { executionId: 'E1', responseStream }, responseStream)

  expect([status, headers]).toEqual([
    200,
    { 'content-type': 'application/vnd.amazon.eventstream', 'x-amz-bedrock-flow-execution-id': 'E1' },
  ])
  const frames = typeof body === 'string' ? [] : await Array.fromAsync(body(new AbortController().signal))
  expect(frames.map((frame) => decoded(frame).body)).toEqual([{ completionReason: 'SUCCESS' }])
})
