import type { Clock } from '../../lib/clock.ts'
import type { StreamedBody } from './answer.ts'
import type { HttpResponse } from './inner-server.ts'

export interface Sending {
  /** Aborts when the client has gone. */
  readonly gone: AbortSignal
  readonly clock: Clock
  /** How long a client may take nothing before it counts as gone. */
  readonly stalledMs: number
}

/** Large pieces are handed over in slices: whether a client takes anything shows by slices. */
const sliceBytes = 16_384

/**
 * Sends a body piece by piece, as fast as the client takes it: no more than a piece waits here.
 * @throws the signal's reason - the client has gone. @throws Error - the body breaks off: a bug.
 */
export const sendStream = async (response: HttpResponse, body: StreamedBody, sending: Sending): Promise<void> => {
  const { gone } = sending
  for await (const piece of body(gone)) {
    for (let at = 0; at < piece.length; at += sliceBytes) {
      gone.throwIfAborted()
      if (!response.write(piece.subarray(at, at + sliceBytes))) await drained(response, sending)
    }
  }
  gone.throwIfAborted()
  response.end('')
}

/** Until everything was taken, or the client has gone. One that takes nothing for too long is cut off. */
const drained = async (response: HttpResponse, { gone, clock, stalledMs }: Sending): Promise<void> => {
  let waiting = response.writableLength
  const look = (): void => {
    if (response.writableLength === waiting) response.destroy()
    waiting = response.writableLength
    timer = clock.timer(stalledMs, look)
  }
  let timer = clock.timer(stalledMs, look)
  const { promise, resolve } = Promise.withResolvers<void>()
  const goOn = (): void => resolve()
  response.once('drain', goOn)
  gone.addEventListener('abort', goOn)
  await promise
  gone.removeEventListener('abort', goOn)
  timer.cancel()
}
