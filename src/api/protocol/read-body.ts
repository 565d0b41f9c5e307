import type { Readable } from 'node:stream'
import { RequestEntityTooLargeException, SerializationException, ThrottlingException } from '../../contract/exceptions.ts'
import type { ServiceException } from '../../contract/exceptions.ts'
import type { BodyRoom } from './body-room.ts'

/** What of a request's message its body is read from. */
export interface BodySource extends Readable {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** The sender let go before the end: over HTTP/2 the stream ends all the same. */
  readonly aborted: boolean
}

/**
 * The body's bytes, whatever content type the request claims. What comes after a refusal is thrown away by the HTTP
 * server, so that the connection stays usable.
 * @throws RequestEntityTooLargeException - more than `limitBytes`.
 * @throws ThrottlingException - it was the largest when all that arrive together became too large.
 * @throws SerializationException - encoded, or cut short.
 */
export const readBody = (request: BodySource, limitBytes: number, room: BodyRoom): Promise<Uint8Array> => {
  const refusal = refusalOf(request, limitBytes)
  if (refusal !== undefined) return Promise.reject(refusal)
  return new Promise((resolve, reject) => {
    const collected = segments()
    const settle = (outcome: () => void): void => {
      request.off('data', take).off('end', end).off('close', cut)
      share.leave()
      outcome()
    }
    const share = room.enter(() => settle(() => reject(noRoom())))
    const take = (chunk: Uint8Array): void => {
      if (collected.add(chunk) > limitBytes) settle(() => reject(tooLarge(limitBytes)))
      else share.hold(collected.heldBytes())
    }
    const cut = (): void => settle(() => reject(cutShort()))
    const end = (): void => (request.aborted ? cut() : settle(() => resolve(collected.whole())))
    request.on('data', take).on('end', end).on('close', cut)
  })
}

const largestSegment = 1_048_576

/**
 * Chunks copied behind each other: kept as they are, chunks of a byte each would cost a hundred times what they carry, and a buffer
 * that grows would leave as much garbage as it is large.
 */
const segments = () => {
  const full: Uint8Array[] = []
  let last: Uint8Array = new Uint8Array(0)
  let filled = 0
  let fullBytes = 0
  const add = (chunk: Uint8Array): number => {
    const fitting = chunk.subarray(0, last.length - filled)
    last.set(fitting, filled)
    filled += fitting.length
    const rest = chunk.subarray(fitting.length)
    if (rest.length > 0) {
      full.push(last)
      fullBytes += last.length
      last = Buffer.allocUnsafeSlow(Math.max(rest.length, Math.min(fullBytes, largestSegment)))
      last.set(rest)
      filled = rest.length
    }
    return fullBytes + filled
  }
  return {
    /** Answers how many bytes there are now. */
    add,
    heldBytes: (): number => fullBytes + last.length,
    whole: (): Uint8Array => Buffer.concat([...full, last.subarray(0, filled)]),
  }
}

const refusalOf = ({ headers, aborted }: BodySource, limitBytes: number): ServiceException | undefined => {
  if (aborted) return cutShort()
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    return new SerializationException(`Sluice reads no request body in the Content-Encoding ${String(encoding).slice(0, 100)}.`)
  const transfer = headers['transfer-encoding'] ?? 'chunked'
  if (String(transfer).toLowerCase() !== 'chunked')
    return new SerializationException(`Sluice reads no request body in the Transfer-Encoding ${String(transfer).slice(0, 100)}.`)
  return Number(headers['content-length'] ?? 0) > limitBytes ? tooLarge(limitBytes) : undefined
}

const cutShort = (): SerializationException => new SerializationException('The request ended before its whole body had arrived.')

const tooLarge = (limitBytes: number): RequestEntityTooLargeException =>
  new RequestEntityTooLargeException(`The request body is larger than ${limitBytes} bytes, the most that this operation takes.`)

const noRoom = (): ThrottlingException =>
  new ThrottlingException(
    'The bodies of all requests that are arriving are larger than server.bodiesBytes, and this one is the largest. Retry the request.',
  )
