import type { BedrockRuntimeClientConfig, ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { ConverseAnswer, ConverseOptions, ConverseRequest, LanguageModel } from '../../../flow/capabilities/language-model.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { Call } from '../call-failure.ts'
import { tooLargeFailure } from '../call-failure.ts'
import { HttpConnections } from '../../calls/http-connections.ts'
import { longestEvent } from '../longest.ts'
import { StreamedPost } from '../streamed-post.ts'
import { BedrockAnswer } from './answer.ts'
import { bedrockFailure } from './failure.ts'
import { FrameBounds } from './frame-bounds.ts'
import { PostingHandler } from './posting-handler.ts'

/** Amazon Bedrock, or whatever speaks its Converse API. */
export interface BedrockService {
  /** The provider's name in the configuration, for messages. */
  readonly name: string
  readonly region: string
  /** @defaultValue the region's own endpoint */
  readonly endpointUrl?: string
  /** A Bedrock API key, in place of AWS credentials. */
  readonly apiKey?: string
  /** Of AWS's shared configuration files. Without it and without a key: the SDK's usual chain of credentials. */
  readonly profile?: string
}

interface Surroundings {
  readonly clock: Clock
  readonly ids: Ids
  readonly answerBytes: number
}

/**
 * Requests reach Bedrock as they are. The SDK signs and reads; the connections, the retries and the end are ours.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export const bedrock = (service: BedrockService, { clock, ids, answerBytes }: Surroundings): LanguageModel & Disposable => {
  const connections = new HttpConnections(clock)
  const requestHandler = new PostingHandler()
  const client = new BedrockRuntimeClient({ ...settingsOf(service), requestHandler })

  const converse = async (request: ConverseRequest, options: ConverseOptions): Promise<ConverseAnswer> => {
    const { signal } = options
    signal.throwIfAborted()
    const beganAt = clock.monotonic()
    const call = callOf(service, request.modelId)
    const bounds = new FrameBounds(longestEvent, () => tooLargeFailure(call, `${longestEvent} bytes in one event`))
    const look = (chunk: Buffer): void => bounds.look(chunk)
    const post = new StreamedPost(connections, options, { call, contentType, answerBytes, look, now: () => clock.now() })
    const answer = new BedrockAnswer(call, options, answerBytes)
    const ask = async (): Promise<string | undefined> => {
      const { stream, $metadata } = await client.send(new ConverseStreamCommand(inputOf(request)))
      for await (const event of stream ?? []) answer.add(event)
      return $metadata.requestId
    }
    let requestId: string | undefined
    try {
      requestId = await unlessBefore(post, signal, requestHandler.within(post, ask))
    } catch (error) {
      await post.cut()
      signal.throwIfAborted()
      if (!(post.lost && answer.finished)) throw bedrockFailure(call, post, error)
    }
    await post.released()
    signal.throwIfAborted()
    return { requestId: requestId ?? ids.uuid(), ...answer.whole(Math.round(clock.monotonic() - beganAt)) }
  }
  return {
    converse,
    [Symbol.dispose]() {
      client.destroy()
      connections[Symbol.dispose]()
    },
  }
}

const contentType = 'application/vnd.amazon.eventstream'

const settingsOf = ({ region, endpointUrl, apiKey, profile }: BedrockService): BedrockRuntimeClientConfig => ({
  region,
  // An attempt that failed is for the engine to repeat: it tells so, and a stop ends the pause.
  maxAttempts: 1,
  ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
  ...(apiKey === undefined ? signedBy(region, profile) : { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
})

/** The usual chain, with connections of its own: the client's belong to calls of models. */
const signedBy = (region: string, profile: string | undefined): BedrockRuntimeClientConfig => {
  const credentials = defaultProvider({ clientConfig: { region }, ...(profile !== undefined && { profile }) })
  return { credentials: () => credentials(), authSchemePreference: ['aws.auth#sigv4'] }
}

const callOf = ({ name, region, endpointUrl, apiKey }: BedrockService, model: string): Call => {
  const baseUrl = endpointUrl ?? `Amazon Bedrock in ${region}`
  const call = { name, model, baseUrl, place: endpointUrl === undefined ? 'region' : 'endpointUrl', endMark: 'messageStop' }
  if (apiKey !== undefined) return { ...call, apiKey }
  const credentials =
    `check the AWS credentials (the environment's, or models.providers.${name}.profile) ` +
    'and that they allow bedrock:InvokeModelWithResponseStream'
  return { ...call, credentials }
}

/** The capability speaks Converse: its members are the SDK's. What an author wrote in them is Bedrock's to judge. */
const inputOf = (request: ConverseRequest): ConverseStreamCommandInput => JSON.parse(JSON.stringify(request))

/** What a stop need not wait for: credentials that are still being fetched. Nothing is sent after it. */
const unlessBefore = async <T>(post: StreamedPost, signal: AbortSignal, asked: Promise<T>): Promise<T> => {
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => {
    if (!post.sent) stopped.reject(signal.reason)
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([asked, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
    asked.catch(() => {})
  }
}
