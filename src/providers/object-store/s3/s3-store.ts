import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { CallOptions } from '../../../flow/capabilities/call-options.ts'
import type { GetOptions, ObjectAnswer, ObjectContent, ObjectPlace, ObjectStore } from '../../../flow/capabilities/object-store.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { AwsService } from '../../calls/aws-client.ts'
import { clientSettings, unlessBefore, usualCredentials } from '../../calls/aws-client.ts'
import { HttpConnections } from '../../calls/http-connections.ts'
import type { Demands, Head } from '../../calls/sdk-call.ts'
import { SdkCall } from '../../calls/sdk-call.ts'
import { SdkHandler } from '../../calls/sdk-handler.ts'
import type { ObjectCall } from '../object-failure.ts'
import { tooLargeFailure } from '../object-failure.ts'
import { checkKey } from './check-key.ts'
import { connectionFailure, endlessFailure, errorInSuccess, longAnswerFailure, s3Failure } from './s3-failure.ts'

/** Amazon S3, or whatever speaks its API. */
export interface S3Service extends AwsService {
  /** The entry of the configuration: `buckets[0]`. */
  readonly setting: string
  /** Whether a bucket stands in the path of a URL, not in its host. @defaultValue with an `endpointUrl` */
  readonly forcePathStyle?: boolean
}

interface Surroundings {
  readonly clock: Clock
  readonly ids: Ids
}

/** Bytes of an answer's XML. */
const mostXmlBytes = 65_536

/**
 * Objects of S3. The SDK signs and reads; the connections, the retries and the end are ours. The signature covers the content
 * (`x-amz-content-sha256`); the SDK's further checksums, which older servers refuse, are off where S3 can do without.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export const s3Store = ({ setting, ...service }: S3Service, { clock, ids }: Surroundings): ObjectStore & Disposable => {
  const connections = new HttpConnections(clock)
  const requestHandler = new SdkHandler()
  const client = new S3Client({
    ...clientSettings(service),
    credentials: usualCredentials(service),
    requestHandler,
    forcePathStyle: service.forcePathStyle ?? service.endpointUrl !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    disableS3ExpressSessionAuth: true,
  })

  const send = async <Answer>(call: ObjectCall, demands: Listeners, ask: () => Promise<Answer>): Promise<Sent<Answer>> => {
    const { signal } = demands
    signal.throwIfAborted()
    checkKey(call)
    const sent = new SdkCall(connections, {
      ...demands,
      mostBytes: mostXmlBytes,
      tooLarge: () => longAnswerFailure(call, mostXmlBytes),
      lost: (error) => connectionFailure(call, error),
    })
    try {
      const answer = await unlessBefore(sent, signal, requestHandler.within(sent, ask))
      signal.throwIfAborted()
      return { answer, body: sent.body }
    } catch (error) {
      signal.throwIfAborted()
      throw s3Failure(call, { sent, error, now: clock.now() })
    }
  }

  const get = async (place: ObjectPlace, options: GetOptions): Promise<ObjectAnswer> => {
    const call = { place, setting }
    const { valueBytes } = options
    let contentLength = 0
    const content = (head: Head): ((piece: Buffer) => void) => {
      checkLength(call, head, valueBytes)
      return (piece) => {
        contentLength += piece.length
        if (contentLength > valueBytes) throw tooLargeFailure(call, valueBytes)
        options.onContent(piece)
      }
    }
    const { answer } = await send(call, { ...listening(options), content }, () => client.send(new GetObjectCommand(inputOf(place))))
    const { $metadata, ContentType: contentType, ETag: eTag } = answer
    return {
      requestId: $metadata.requestId ?? ids.uuid(),
      object: { contentLength, ...(contentType !== undefined && { contentType }), ...(eTag !== undefined && { eTag }) },
    }
  }

  const put = async (place: ObjectPlace, { content, contentType }: ObjectContent, options: CallOptions): Promise<ObjectAnswer> => {
    const call = { place, setting }
    const command = new PutObjectCommand({ ...inputOf(place), Body: content, ContentType: contentType })
    const { answer, body } = await send(call, listening(options), () => client.send(command))
    const failure = errorInSuccess(call, body.toString())
    if (failure) throw failure
    const { $metadata, ETag: eTag } = answer
    return {
      requestId: $metadata.requestId ?? ids.uuid(),
      object: { contentLength: content.byteLength, contentType, ...(eTag !== undefined && { eTag }) },
    }
  }

  return {
    get,
    put,
    [Symbol.dispose]() {
      client.destroy()
      connections[Symbol.dispose]()
    },
  }
}

const listening = (options: CallOptions): Listeners => ({ signal: options.signal, onBytes: (sizeBytes) => options.onBytes(sizeBytes) })

type Listeners = Pick<Demands, 'signal' | 'onBytes' | 'content'>

interface Sent<Answer> {
  readonly answer: Answer
  /** What the SDK has read of it. */
  readonly body: Buffer
}

const inputOf = ({ bucket, key }: ObjectPlace) => ({ Bucket: bucket, Key: key })

/** An object counts only where its end can be told from a cut. */
const checkLength = (call: ObjectCall, { headers }: Head, valueBytes: number): void => {
  const length = headers['content-length']
  if (length !== undefined && Number(length) > valueBytes) throw tooLargeFailure(call, valueBytes)
  if (length === undefined && headers['transfer-encoding'] === undefined) throw endlessFailure(call)
}
