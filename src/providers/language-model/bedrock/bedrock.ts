import type { BedrockRuntimeClientConfig, ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import type { ConverseAnswer, ConverseOptions, ConverseRequest, LanguageModel } from '../../../flow/capabilities/language-model.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { Call } from '../call-failure.ts'
import { tooLargeFailure } from '../call-failure.ts'
import type { AwsService } from '../../calls/aws-client.ts'
import { clientSettings, unlessBefore, usualCredentials } from '../../calls/aws-client.ts'
import { HttpConnections } from '../../calls/http-connections.ts'
import { SdkHandler } from '../../calls/sdk-handler.ts'
import { longestEvent } from '../longest.ts'
import { StreamedPost } from '../streamed-post.ts'
import { BedrockAnswer } from './answer.ts'
import { bedrockFailure } from './failure.ts'
import { FrameBounds } from './frame-bounds.ts'

/** Amazon Bedrock, or whatever speaks its Converse API. */
export interface BedrockService extends AwsService {
  /** The provider's name in the configuration, for messages. */
  readonly name: string
  /** A Bedrock API key, in place of AWS credentials. */
  readonly apiKey?: string
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
  const requestHandler = new SdkHandler()
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

const settingsOf = ({ apiKey, ...service }: BedrockService): BedrockRuntimeClientConfig => ({
  ...clientSettings(service),
  ...(apiKey === undefined
    ? { credentials: usualCredentials(service), authSchemePreference: ['aws.auth#sigv4'] }
    : { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
})

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
