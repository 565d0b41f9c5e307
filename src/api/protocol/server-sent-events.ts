import type { EventStream, ServerSentEvent } from '../../contract/shape.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Answer } from './answer.ts'

/** Between two signs of life: proxies close a connection on which nothing happens. */
const quietMs = 15_000

/** A stream of server-sent events. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const serverSentAnswer = (events: EventStream<ServerSentEvent>, clock: Clock): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  body: (gone) => pieces(events(gone), clock),
})

const utf8 = new TextEncoder()

const pieces = async function* (events: AsyncIterable<ServerSentEvent>, clock: Clock): AsyncGenerator<Uint8Array, void> {
  yield utf8.encode('retry: 1000\n\n')
  const iterator = events[Symbol.asyncIterator]()
  try {
    for (let next = iterator.next(); ;) {
      const told = await withinQuiet(next, clock)
      if (told === 'quiet') {
        yield utf8.encode(': quiet\n\n')
        continue
      }
      if (told.done === true) return
      yield utf8.encode(textOf(told.value))
      next = iterator.next()
    }
  } finally {
    await iterator.return?.()
  }
}

const withinQuiet = async <Told>(told: Promise<Told>, clock: Clock): Promise<Told | 'quiet'> => {
  const quiet = Promise.withResolvers<'quiet'>()
  const timer = clock.timer(quietMs, () => quiet.resolve('quiet'))
  try {
    return await Promise.race([told, quiet.promise])
  } finally {
    timer.cancel()
  }
}

/** JSON has no line breaks of its own, so that each event is one line of data. */
const textOf = ({ id, event, data }: ServerSentEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
