import type { Readable } from 'node:stream'
import { RequestEntityTooLargeException, SerializationException } from '../../contract/exceptions.ts'
import type { ServiceException } from '../../contract/exceptions.ts'

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
 * @throws SerializationException - encoded, or cut short.
 */
export const readBody = (request: BodySource, limitBytes: number): Promise<Uint8Array> => {
  const refusal = refusalOf(request, limitBytes)
  if (refusal !== undefined) return Promise.reject(refusal)
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let sizeBytes = 0
    const settle = (outcome: () => void): void => {
      request.off('data', take).off('end', end).off('close', cut)
      outcome()
    }
    const take = (chunk: Uint8Array): void => {
      chunks.push(chunk)
      sizeBytes += chunk.length
      if (sizeBytes > limitBytes) settle(() => reject(tooLarge(limitBytes)))
    }
    const cut = (): void => settle(() => reject(cutShort()))
    const end = (): void => (request.aborted ? cut() : settle(() => resolve(Buffer.concat(chunks, sizeBytes))))
    request.on('data', take).on('end', end).on('close', cut)
  })
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
