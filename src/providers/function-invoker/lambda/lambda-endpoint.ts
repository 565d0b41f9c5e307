import type { InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { Clock } from '../../../lib/clock.ts'
import { isJsonObject, type Json } from '../../../lib/json.ts'
import type { AwsService } from '../../calls/aws-client.ts'
import { clientSettings, unlessBefore, usualCredentials } from '../../calls/aws-client.ts'
import { HttpConnections } from '../../calls/http-connections.ts'
import { SdkCall } from '../../calls/sdk-call.ts'
import { SdkHandler } from '../../calls/sdk-handler.ts'
import { clientContext } from '../client-context.ts'
import type { EndpointAnswer, EndpointOptions, FunctionEndpoint, FunctionError } from '../function-endpoint.ts'
import { malformedAnswer, tooLargeAnswer } from '../function-failure.ts'
import { connectionFailure, lambdaFailure } from './lambda-failure.ts'

/** AWS Lambda, or whatever speaks its Invoke API. */
export interface LambdaEndpointOptions extends EndpointOptions {
  readonly service: AwsService
  readonly clock: Clock
}

/**
 * Functions of AWS Lambda. The SDK signs and reads; the connections, the retries and the end are ours: a stop closes the socket.
 * Lambda itself runs on when nobody waits for its answer.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const lambdaEndpoint = ({ service, clock, ...endpoint }: LambdaEndpointOptions): FunctionEndpoint => {
  const connections = new HttpConnections(clock)
  const requestHandler = new SdkHandler()
  const client = new LambdaClient({ ...clientSettings(service), credentials: usualCredentials(service), requestHandler })
  return {
    async invoke({ functionArn, payload }, options) {
      const { signal } = options
      const command = new InvokeCommand({
        ...nameOf(functionArn),
        InvocationType: 'RequestResponse',
        LogType: 'None',
        ClientContext: Buffer.from(JSON.stringify(clientContext(options.idempotencyKey))).toString('base64'),
        Payload: Buffer.from(payload),
      })
      const sent = new SdkCall(connections, {
        signal,
        onBytes: (sizeBytes) => options.onBytes(sizeBytes),
        mostBytes: endpoint.answerBytes,
        tooLarge: () => tooLargeAnswer(functionArn, endpoint),
        lost: (error) => connectionFailure({ functionArn, ...endpoint }, error),
      })
      try {
        const answer = await unlessBefore(
          sent,
          signal,
          requestHandler.within(sent, () => client.send(command)),
        )
        signal.throwIfAborted()
        return answerOf(functionArn, answer)
      } catch (error) {
        signal.throwIfAborted()
        throw lambdaFailure({ functionArn, ...endpoint }, { sent, error, now: clock.now() })
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      connections[Symbol.dispose]()
    },
  }
}

/** The version or alias stands apart. */
const nameOf = (functionArn: string): { readonly FunctionName: string; readonly Qualifier?: string } => {
  const [qualifier] = functionArn.split(':').slice(7)
  if (qualifier === undefined) return { FunctionName: functionArn }
  return { FunctionName: functionArn.slice(0, -qualifier.length - 1), Qualifier: qualifier }
}

const answerOf = (functionArn: string, { $metadata, Payload, FunctionError: failed }: InvokeCommandOutput): EndpointAnswer => {
  const { requestId } = $metadata
  const answered = requestId === undefined ? {} : { requestId }
  const text = textOf(functionArn, Payload ?? new Uint8Array())
  return failed === undefined ? { ...answered, payload: text } : { ...answered, error: errorOf(failed, text) }
}

const textOf = (functionArn: string, payload: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload)
  } catch (cause) {
    throw malformedAnswer(functionArn, 'text that is not UTF-8', cause)
  }
}

/** `failed`: `Handled` or `Unhandled`. A runtime may fail without Lambda's usual words. */
const errorOf = (failed: string, text: string): FunctionError => {
  const told = jsonOr(text)
  if (!isJsonObject(told)) return { errorType: failed, errorMessage: text }
  const { errorType, errorMessage } = told
  return {
    errorType: typeof errorType === 'string' ? errorType : failed,
    errorMessage: typeof errorMessage === 'string' ? errorMessage : '',
  }
}

const jsonOr = (text: string): Json => {
  try {
    return JSON.parse(text)
  } catch {
    return text // its words are all there is to say
  }
}
