import type { FunctionCall, FunctionInvoker } from '../../flow/capabilities/function-invoker.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { AwsService } from '../calls/aws-client.ts'
import { Slots } from '../calls/slots.ts'
import { withTimeLimit } from '../calls/time-limit.ts'
import { wildcard } from '../calls/wildcard.ts'
import { answerValue } from './answer-value.ts'
import type { FunctionEndpoint } from './function-endpoint.ts'
import { functionFailure, mostBytes, timedOut, tooLargeEvent, unmatchedFailure } from './function-failure.ts'
import { httpFunction } from './http-function.ts'
import { lambdaFunction } from './lambda/lambda-function.ts'
import { LocalFunction } from './local/local-function.ts'
import type { PrintedLine } from './local/printed-lines.ts'

/** Where functions are, as the configuration says it. */
export interface FunctionEntry {
  /** The ARNs, as flows write them; `*` stands for any characters. */
  readonly match: string
  /** A file with a handler, as an absolute path. */
  readonly module?: string
  /** Of a module: the name of the function in it. */
  readonly handler?: string
  /** Of a module in Python. */
  readonly interpreter?: string
  /** Of a module: `NAME=value`, or the name of a variable of the server. */
  readonly env?: readonly string[]
  readonly url?: string
  /** The environment variable that holds the key for `url`. */
  readonly apiKeyEnv?: string
  /** AWS Lambda, or what speaks its Invoke API. */
  readonly lambda?: AwsService
  readonly maxConcurrency: number
  /** @defaultValue as long as a node may take */
  readonly timeoutSeconds?: number
  /** Whether a call that failed in a way that may pass is made again. */
  readonly idempotent: boolean
}

export interface FunctionSurroundings {
  readonly clock: Clock
  readonly ids: Ids
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Bytes of one value: `limits.valueBytes`. */
  readonly valueBytes: number
  /** How long a node may take: what a call may that has no limit of its own. */
  readonly nodeSeconds: number
  /** Whether local handlers are loaded anew when their files have changed. */
  readonly reload: boolean
  /** What local handlers print. */
  readonly onOutput: (line: PrintedLine) => void
}

/** All functions that the entries lead to, as one: the first entry that matches an ARN counts. */
export const configuredFunctionInvoker = (
  entries: readonly FunctionEntry[],
  surroundings: FunctionSurroundings,
): FunctionInvoker & AsyncDisposable => {
  const { clock, ids } = surroundings
  const routes = entries.map((entry, index) => {
    const setting = `functions[${index}]`
    const endpoint = endpointOf(entry, setting, surroundings)
    return { ...entry, setting, endpoint, matches: wildcard(entry.match), slots: new Slots(entry.maxConcurrency) }
  })
  return {
    async invoke({ functionArn, event }, options) {
      options.signal.throwIfAborted()
      const route = routes.find(({ matches }) => matches(functionArn))
      if (!route) throw unmatchedFailure(functionArn)
      const { setting, endpoint, slots, timeoutSeconds: seconds, idempotent } = route
      const limit = { clock, seconds, failure: () => timedOut(functionArn, { setting, seconds: seconds ?? 0 }) }
      try {
        const answer = await slots.with(options, () =>
          withTimeLimit({ ...limit, signal: options.signal }, (signal) =>
            endpoint.invoke({ functionArn, payload: payloadOf({ functionArn, event }) }, { ...options, signal }),
          ),
        )
        if ('error' in answer) throw functionFailure(functionArn, answer.error)
        return { requestId: answer.requestId ?? ids.uuid(), value: answerValue(functionArn, answer.payload) }
      } catch (error) {
        throw error instanceof NodeError && !idempotent ? once(error) : error
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(routes.map(({ endpoint }) => endpoint[Symbol.asyncDispose]()))
    },
  }
}

/** Written when its turn has come: thousands may wait. @throws NodeError - it is larger than a function takes. */
const payloadOf = ({ functionArn, event }: FunctionCall): string => {
  const payload = JSON.stringify(event)
  const bytes = Buffer.byteLength(payload)
  if (bytes > mostBytes.request) throw tooLargeEvent(functionArn, bytes)
  return payload
}

const endpointOf = (entry: FunctionEntry, setting: string, surroundings: FunctionSurroundings): FunctionEndpoint => {
  const { module, interpreter = 'python3', env = [], url, apiKeyEnv, lambda, timeoutSeconds } = entry
  const { environment, valueBytes, nodeSeconds } = surroundings
  const options = { setting, answerBytes: Math.min(valueBytes, mostBytes.answer) }
  if (module !== undefined) {
    const seconds = Math.min(timeoutSeconds ?? nodeSeconds, nodeSeconds)
    return new LocalFunction({ ...surroundings, ...options, ...entry, module, interpreter, env, seconds })
  }
  if (lambda) return lambdaFunction({ ...surroundings, ...options, service: lambda })
  if (url === undefined) throw new Error(`${setting} leads nowhere`)
  const apiKey = apiKeyEnv === undefined ? undefined : environment[apiKeyEnv]
  return httpFunction({ ...surroundings, ...options, url, ...(apiKey !== undefined && { apiKey }) })
}

/**
 * A function may have done its work before the failure: it is called again only where its entry says so.
 * @remarks Assumed: AWS does not say whether a node's function is called again.
 */
const once = ({ code, message, cause }: NodeError): NodeError => new NodeError(code, message, { cause })
