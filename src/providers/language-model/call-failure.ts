import type { IncomingHttpHeaders } from 'node:http'
import { NodeError } from '../../flow/node-error.ts'
import type { Json } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'
import { connectionCode } from '../calls/connection-code.ts'
import { oneLine } from '../calls/one-line.ts'
import { parseJson } from './parse-json.ts'
import { retryAfterMs } from '../calls/retry-after.ts'

/** What names a call of a model server in its failures. */
export interface Call {
  /** The provider's name in the configuration. */
  readonly name: string
  readonly baseUrl: string
  /** The setting that says where it is. @defaultValue baseUrl */
  readonly place?: string
  readonly model: string
  readonly apiKey?: string
  /** What ends a whole answer in the server's protocol. */
  readonly endMark: string
  /** What to do about refused credentials, where they are no key. */
  readonly credentials?: string
}

/** What an HTTP answer begins with. */
export interface Head {
  readonly status: number
  readonly headers: IncomingHttpHeaders
}

export const eventStream = 'text/event-stream'

export const isStreamOf = (contentType: string, { status, headers }: Head): boolean => {
  const [mediaType = ''] = headers['content-type']?.split(';') ?? []
  return status === 200 && mediaType.trim().toLowerCase() === contentType
}

interface Refusal {
  /** What was asked for. */
  readonly contentType: string
  /** As much of the body as is worth looking at. */
  readonly body: string
  readonly now: number
}

/** An answer that is no stream of the kind that was asked for. */
export const refusal = (call: Call, { status, headers }: Head, { contentType, body, now }: Refusal): NodeError =>
  status === 200
    ? notAStream(call, { asked: contentType, is: headers['content-type'], says: serverText(call, jsonOr(body)) })
    : statusFailure(call, status, jsonOr(body), retryAfterMs(headers, now))

const jsonOr = (text: string): Json => {
  try {
    return parseJson(text)
  } catch {
    return text // a server's error page: its words are all there is to say
  }
}

/** An HTTP status other than 200, or the status that an error inside the stream carries. `error`: the server's own words. */
export const statusFailure = (call: Call, status: number, error: Json, pauseMs?: number): NodeError => {
  const says = serverText(call, error)
  const answered = `${subject(call)} answered ${status}${says === '' ? '' : ` (${says})`}`
  if (status === 429) {
    const sentence = `${answered}: too many calls, lower ${setting(call, 'maxConcurrency')}.`
    return new NodeError('DEPENDENCY_FAILED', sentence, { retryable: true, retryAfterMs: pauseMs })
  }
  if (status >= 500 || passing.has(status))
    return new NodeError('BAD_GATEWAY', `${answered}: look into the server's log.`, { retryable: true, retryAfterMs: pauseMs })
  return new NodeError('DEPENDENCY_FAILED', `${answered}: ${wayOut(call, status)}.`)
}

/** Statuses below 500 of what may pass: the model took too long (408), or failed (424). */
const passing: ReadonlySet<number> = new Set([408, 424])

const wayOut = (call: Call, status: number): string => {
  if (status === 401 || status === 403) return call.credentials ?? `check the key that ${setting(call, 'apiKeyEnv')} names`
  if (status === 404) return `check ${placeOf(call)} and that the server has the model`
  if (status >= 300 && status < 400) return `redirects are not followed; set ${placeOf(call)} to where it leads`
  if (status < 300) return 'a stream of events with status 200 is needed'
  return "correct the node's prompt or settings"
}

/** An `error` object inside a stream that began well. */
export const streamFailure = (call: Call, error: Json, cause?: unknown): NodeError => {
  const status = isJsonObject(error) ? Number(error['code'] ?? error['status']) : Number.NaN
  if (status >= 400 && status <= 599) return statusFailure(call, status, error)
  const says = serverText(call, error)
  return new NodeError('BAD_GATEWAY', `${subject(call)} broke off its answer (${says}): look into the server's log.`, {
    retryable: true,
    cause,
  })
}

const notAStream = (call: Call, { asked, is, says }: { asked: string; is: string | undefined; says: string }): NodeError =>
  new NodeError(
    'DEPENDENCY_FAILED',
    `${subject(call)} answered ${is === undefined ? 'no content type' : serverText(call, is)} in place of ${asked}${says === '' ? '' : ` (${says})`}: ` +
      `check ${placeOf(call)} and that the server can stream.`,
  )

export const connectionFailure = (call: Call, error: Error): NodeError => {
  return new NodeError(
    'BAD_GATEWAY',
    `${subject(call)} could not be reached or closed the connection (${connectionCode(error)}): check ${placeOf(call)} and that the server runs.`,
    { retryable: true, cause: error },
  )
}

export const cutFailure = (call: Call, cause?: unknown): NodeError =>
  new NodeError('BAD_GATEWAY', `${subject(call)} ended its answer without the end mark (${call.endMark}): look into the server's log.`, {
    retryable: true,
    cause,
  })

export const malformedFailure = (call: Call, what: string, cause?: unknown): NodeError =>
  new NodeError('BAD_GATEWAY', `${subject(call)} sent ${what}: look into the server's log.`, { retryable: true, cause })

/** Nothing could be signed, and so nothing was sent. Only the error's name is told: its words may be a command with secrets. */
export const credentialsFailure = (call: Call, error: unknown): NodeError => {
  const why = error instanceof Error ? error.name : 'no error'
  return new NodeError('DEPENDENCY_FAILED', `${subject(call)} was not called (${why}): ${wayOut(call, 401)}.`)
}

/** The provider cannot pass on what an author asked for: nothing is left out silently. */
export const unsupportedFailure = (call: Call, what: string): NodeError =>
  new NodeError('VALIDATION', `${subject(call)} cannot take ${oneLine(what)}: remove it, or route the model id to another provider.`)

/** Another attempt would be as large. */
export const tooLargeFailure = (call: Call, bound: string): NodeError =>
  new NodeError('DEPENDENCY_FAILED', `${subject(call)} sent more than ${bound}: ask for less, with maxTokens or in the prompt.`)

const subject = ({ name, baseUrl, model }: Call): string => `Model ${model} of provider ${name} (${baseUrl})`

const placeOf = (call: Call): string => setting(call, call.place ?? 'baseUrl')

const setting = ({ name }: Call, key: string): string => `models.providers.${name}.${key}`

/** Without the key, which some servers repeat. */
export const masked = ({ apiKey }: Pick<Call, 'apiKey'>, text: string): string =>
  apiKey === undefined ? text : text.replaceAll(apiKey, '[key]')

/** The server's own words in one short line. */
const serverText = (call: Call, error: Json): string => oneLine(masked(call, messageOf(error)))

const messageOf = (error: Json): string => {
  if (typeof error === 'string') return error
  if (!isJsonObject(error)) return ''
  for (const member of ['error', 'message', 'detail']) {
    const value = error[member]
    if (typeof value === 'string') return value
    if (isJsonObject(value) && typeof value['message'] === 'string') return value['message']
  }
  return JSON.stringify(error)
}
