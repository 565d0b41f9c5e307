import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * One call of an AWS client that never gives up: a lost connection, a 429 and a 5xx are tried again with the same
 * `amz-sdk-invocation-id`. By hand, so that a thousand calls a second leave the processor to the server.
 */
export const call = async (
  endpoint: string,
  method: string,
  path: string,
  { body, invocationId = randomUUID(), sign }: CallOptions = {},
): Promise<Answer> => {
  for (;;) {
    // The server is down, or went in the middle of its answer: that is what is tested.
    const answer = await tryOnce(endpoint, method, path, { body, invocationId, sign }).catch(() => undefined)
    if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer
    await sleep(50)
  }
}

export interface CallOptions {
  readonly body?: object | undefined
  readonly invocationId?: string
  /** @defaultValue what is well formed, and no more */
  readonly sign?: Sign | undefined
}

/** The headers that sign a request. */
export type Sign = (request: { readonly method: string; readonly path: string; readonly body: string }) => Readonly<Record<string, string>>

/** One try of such a call, whatever comes of it. @throws Error - there was no answer. */
export const tryOnce = async (
  endpoint: string,
  method: string,
  path: string,
  { body, invocationId = randomUUID(), sign = signature }: CallOptions = {},
): Promise<Answer> => {
  const text = body === undefined ? '' : JSON.stringify(body)
  const response = await fetch(endpoint + path, {
    method,
    headers: { ...sign({ method, path, body: text }), 'amz-sdk-invocation-id': invocationId, 'content-type': 'application/json' },
    ...(body && { body: text }),
    signal: AbortSignal.timeout(120_000),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

/** Well formed, which is all that is asked for as long as any credential is taken. */
export const signature = (): Readonly<Record<string, string>> => {
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `123456789012/${date.slice(0, 8)}/us-east-1/bedrock/aws4_request`
  return {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  }
}
