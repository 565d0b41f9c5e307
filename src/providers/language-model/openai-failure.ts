import { NodeError } from '../../flow/node-error.ts'
import type { Json } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'
import { oneLine } from './one-line.ts'

/** What names a call in its failures. */
export interface Call {
  readonly name: string
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
}

/** An HTTP status other than 200, or the status that an error inside the stream carries. `error`: the server's own words. */
export const statusFailure = (call: Call, status: number, error: Json, retryAfterMs?: number): NodeError => {
  const says = serverText(call, error)
  const answered = `${subject(call)} answered ${status}${says === '' ? '' : ` (${says})`}`
  if (status === 429) {
    const sentence = `${answered}: too many calls, lower ${setting(call, 'maxConcurrency')}.`
    return new NodeError('DEPENDENCY_FAILED', sentence, { retryable: true, retryAfterMs })
  }
  if (status >= 500) return new NodeError('BAD_GATEWAY', `${answered}: look into the server's log.`, { retryable: true, retryAfterMs })
  return new NodeError('DEPENDENCY_FAILED', `${answered}: ${wayOut(call, status)}.`)
}

const wayOut = (call: Call, status: number): string => {
  if (status === 401 || status === 403) return `check the key that ${setting(call, 'apiKeyEnv')} names`
  if (status === 404) return `check ${setting(call, 'baseUrl')} and that the server has the model`
  if (status >= 300 && status < 400) return `redirects are not followed; set ${setting(call, 'baseUrl')} to where it leads`
  if (status < 300) return 'a stream of events with status 200 is needed'
  return "correct the node's prompt or settings"
}

/** An `error` object inside a stream that began well. */
export const streamFailure = (call: Call, error: Json): NodeError => {
  const status = isJsonObject(error) ? Number(error['code'] ?? error['status']) : Number.NaN
  if (status >= 400 && status <= 599) return statusFailure(call, status, error)
  const says = serverText(call, error)
  return new NodeError('BAD_GATEWAY', `${subject(call)} broke off its answer (${says}): look into the server's log.`, { retryable: true })
}

export const notAStream = (call: Call, contentType: string | undefined, error: Json): NodeError => {
  const says = serverText(call, error)
  return new NodeError(
    'DEPENDENCY_FAILED',
    `${subject(call)} answered ${contentType === undefined ? 'no content type' : serverText(call, contentType)} in place of text/event-stream${says === '' ? '' : ` (${says})`}: ` +
      `check ${setting(call, 'baseUrl')} and that the server can stream.`,
  )
}

export const connectionFailure = (call: Call, error: Error): NodeError => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message
  return new NodeError(
    'BAD_GATEWAY',
    `${subject(call)} could not be reached or closed the connection (${code}): ` +
      `check ${setting(call, 'baseUrl')} and that the server runs.`,
    { retryable: true, cause: error },
  )
}

export const cutFailure = (call: Call, cause?: unknown): NodeError =>
  new NodeError(
    'BAD_GATEWAY',
    `${subject(call)} ended its answer without the end mark ([DONE] or a finish_reason): look into the server's log.`,
    { retryable: true, cause },
  )

export const malformedFailure = (call: Call, what: string, cause?: unknown): NodeError =>
  new NodeError('BAD_GATEWAY', `${subject(call)} sent ${what}: look into the server's log.`, { retryable: true, cause })

/** Another attempt would be as large. */
export const tooLargeFailure = (call: Call, bound: string): NodeError =>
  new NodeError('DEPENDENCY_FAILED', `${subject(call)} sent more than ${bound}: ask for less, with maxTokens or in the prompt.`)

const subject = ({ name, baseUrl, model }: Call): string => `Model ${model} of provider ${name} (${baseUrl})`

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
