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
  const declaredBytes = Number(request.headers['content-length'] ?? Infinity)
  return new Promise((resolve, reject) => {
    // One buffer that grows: chunks of a byte each would cost a hundred times what they carry.
    let bytes: Uint8Array = new Uint8Array(0)
    let sizeBytes = 0
    const settle = (outcome: () => void): void => {
      request.off('data', take).off('end', end).off('close', cut)
      share.leave()
      outcome()
    }
    const share = room.enter(() => settle(() => reject(noRoom())))
    const take = (chunk: Uint8Array): void => {
      const needed = sizeBytes + chunk.length
      if (needed > limitBytes) return settle(() => reject(tooLarge(limitBytes)))
      if (sizeBytes === 0) bytes = chunk
      else {
        if (needed > bytes.length) bytes = grown(bytes, Math.max(needed, Math.min(2 * bytes.length, declaredBytes)))
        bytes.set(chunk, sizeBytes)
      }
      sizeBytes = needed
      share.hold(bytes.length)
    }
    const cut = (): void => settle(() => reject(cutShort()))
    const end = (): void => (request.aborted ? cut() : settle(() => resolve(bytes.subarray(0, sizeBytes))))
    request.on('data', take).on('end', end).on('close', cut)
  })
}

const grown = (bytes: Uint8Array, sizeBytes: number): Uint8Array => {
  const larger = Buffer.allocUnsafeSlow(sizeBytes)
  larger.set(bytes)
  return larger
}

const refusalOf = ({ headers, aborted }: BodySource, limitBytes: number): ServiceException | undefined => {
  if (aborted) return cutShort()
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    return new SerializationException(`Sluice reads no request body in the Content-Encoding ${String(encoding).slice(0, 100)}.`)
  return Number(headers['content-length'] ?? 0) > limitBytes ? tooLarge(limitBytes) : undefined
}

const cutShort = (): SerializationException => new SerializationException('The request ended before its whole body had arrived.')

const tooLarge = (limitBytes: number): RequestEntityTooLargeException =>
  new RequestEntityTooLargeException(`The request body is larger than ${limitBytes} bytes, the most that this operation takes.`)

const noRoom = (): ThrottlingException =>
  new ThrottlingException(
    'The bodies of all requests that are arriving are larger than server.bodiesBytes, and this one is the largest. Retry the request.',
  )
