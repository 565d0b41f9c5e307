import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import type { HttpResponse } from './inner-server.ts'
import { sendStream } from './send-stream.ts'

/** A client that takes nothing until it is told to: `take` so many bytes. */
class SlowResponse extends EventEmitter implements HttpResponse {
  readonly taken: number[] = []
  writableLength = 0
  mostWaiting = 0
  ended = false
  destroyed = false

  writeHead(): void {}
  write(piece: Uint8Array): boolean {
    this.writableLength += piece.length
    this.mostWaiting = Math.max(this.mostWaiting, this.writableLength)
    return this.writableLength < 16_384
  }
  take(bytes: number): void {
    this.writableLength = Math.max(0, this.writableLength - bytes)
    if (this.writableLength === 0) this.emit('drain')
  }
  end(): void {
    this.ended = true
  }
  destroy(): void {
    this.destroyed = true
  }
}

const stalledMs = 60_000
const sent = (bytes: number, pieces = 1) => {
  const clock = new ManualClock()
  const response = new SlowResponse()
  const gone = new AbortController()
  const drawn = { pieces: 0, ended: false }
  const body = async function* () {
    try {
      for (; drawn.pieces < pieces; drawn.pieces++) yield new Uint8Array(bytes)
    } finally {
      drawn.ended = true
    }
  }
  const done = sendStream(response, body, { gone: gone.signal, clock, stalledMs })
  done.catch(() => {})
  return { clock, response, gone, drawn, done }
}

it('draws no piece before the last one was taken', async () => {
  const { response, drawn, clock, done } = sent(20_000, 3)
  await clock.advance(0)
  expect(drawn.pieces).toBe(0)

  for (let turn = 0; turn < 10; turn++) {
    response.take(20_000)
    await clock.advance(0)
  }
  await done

  expect([drawn.pieces, response.ended]).toEqual([3, true])
  expect(response.mostWaiting).toBeLessThanOrEqual(20_000 + 16_384)
})

it('hands a large piece over in slices', async () => {
  const { response, clock, done } = sent(1_000_000)
  for (let turn = 0; turn < 100 && !response.ended; turn++) {
    response.take(16_384)
    await clock.advance(0)
  }
  await done

  expect(response.mostWaiting).toBe(16_384)
})

it('cuts off who takes nothing for too long, and not who takes a little', async () => {
  const { response, clock } = sent(1_000_000)
  await clock.advance(stalledMs - 1)
  response.take(1)
  await clock.advance(stalledMs)
  expect(response.destroyed).toBe(false)

  await clock.advance(stalledMs)

  expect(response.destroyed).toBe(true)
})

it('ends the body when the client goes while it waits', async () => {
  const { gone, drawn, done, clock } = sent(20_000, 3)
  await clock.advance(0)

  gone.abort(new Error('gone'))

  await expect(done).rejects.toThrow('gone')
  expect(drawn).toEqual({ pieces: 0, ended: true })
})

it('tells a bug of the body', async () => {
  const body = async function* () {
    yield new Uint8Array(1)
    throw new Error('a bug')
  }
  const sending = { gone: new AbortController().signal, clock: new ManualClock(), stalledMs }

  await expect(sendStream(new SlowResponse(), body, sending)).rejects.toThrow('a bug')
})
