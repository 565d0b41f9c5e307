import { expect, it } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import { serverSentAnswer } from './server-sent-events.ts'

const utf8 = new TextDecoder()
const gone = new AbortController().signal

it('writes each event on lines of its own', async () => {
  const { headers, body } = serverSentAnswer(async function* () {
    yield { id: '7', event: 'ended', data: { text: 'a\nb' } }
    yield { event: 'progress', data: 'c' }
  }, new ManualClock())

  const pieces = typeof body === 'string' ? [] : await Array.fromAsync(body(gone))

  expect(headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  expect(pieces.map((piece) => utf8.decode(piece))).toEqual([
    'retry: 1000\n\n',
    'id: 7\nevent: ended\ndata: {"text":"a\\nb"}\n\n',
    'event: progress\ndata: "c"\n\n',
  ])
})

it('shows that it is alive while nothing happens, and lets go of what it waits for when it is left', async () => {
  const clock = new ManualClock()
  const happens = Promise.withResolvers<void>()
  let left = false
  const { body } = serverSentAnswer(async function* () {
    try {
      await happens.promise
      yield { event: 'ended', data: 1 }
    } finally {
      left = true
    }
  }, clock)
  const pieces = typeof body === 'string' ? undefined : body(gone)[Symbol.asyncIterator]()
  await pieces?.next()

  const quiet = pieces?.next()
  await clock.advance(15_000)
  const sign = await quiet
  happens.resolve()
  const event = await pieces?.next()
  await pieces?.return?.()

  expect([sign, event].map((piece) => utf8.decode(piece?.value))).toEqual([': quiet\n\n', 'event: ended\ndata: 1\n\n'])
  expect(left).toBe(true)
})
