import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { reasonOf, recordedOptions } from '../language-model/recorded-options.contract.ts'
import type { LooseEntry } from './function-fixture.contract.ts'
import { functionArn, invokerOf } from './function-fixture.contract.ts'
import { functionInvokerContract } from './function-invoker.contract.ts'

interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly event: { readonly [name: string]: unknown }
}

/** A server of one function, and an invoker that leads there. */
const startServer = async (answer: (asked: Asked, response: ServerResponse) => unknown, entry: LooseEntry = {}) => {
  const asked: Asked[] = []
  let open = 0
  const server = createServer(async (request, response) => {
    open++
    response.once('close', () => open--)
    const each = { headers: request.headers, event: JSON.parse(await text(request)) }
    asked.push(each)
    await answer(each, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/score?code=hidden`
  const invoker = invokerOf({ url, apiKeyEnv: 'KEY', ...entry }, { environment: { KEY: 'sk-secret' } })
  return {
    asked,
    invoker,
    functionArn,
    /** Requests that have no answer yet. */
    hanging: () => open,
    async [Symbol.asyncDispose]() {
      await invoker[Symbol.asyncDispose]()
      server.closeAllConnections()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

const answers = ({ headers, event }: Asked, response: ServerResponse): void => {
  if (event['hang'] === true) return
  const told = { idempotencyKey: headers['idempotency-key'], functionArn: headers['lambda-runtime-invoked-function-arn'] }
  const value = event['tell'] === true ? told : 'bytes' in event ? 'x'.repeat(Number(event['bytes']) - 2) : event['echo']
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
}

functionInvokerContract('a URL', () => startServer(answers), { answerBytes: 100_000 })

const failure = async (answer: (response: ServerResponse) => unknown, entry: LooseEntry = { idempotent: true }) => {
  await using server = await startServer((_, response) => answer(response), entry)
  const error = await reasonOf(server.invoker.invoke({ functionArn, event: {} }, recordedOptions().options))
  while (server.hanging() > 0) await sleep(5)
  return error
}

describe('a call of a URL', () => {
  it('is a POST of JSON with the key, and has the id that the server gave it', async () => {
    await using server = await startServer((_, response) => response.setHeader('x-request-id', 'r-1').end('{}'))

    const answer = await server.invoker.invoke({ functionArn, event: { a: 1 } }, recordedOptions().options)

    expect(answer).toEqual({ requestId: 'r-1', value: {} })
    expect(server.asked).toMatchObject([
      { event: { a: 1 }, headers: { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer sk-secret' } },
    ])
  })

  it.each<[string, (response: ServerResponse) => unknown, object]>([
    [
      '429',
      (response) => response.writeHead(429, { 'retry-after': '3' }).end('slow down'),
      {
        code: 'DEPENDENCY_FAILED',
        retryable: true,
        retryAfterMs: 3_000,
        message: expect.stringMatching(/answered 429 \(slow down\): .*functions\[0\]\.maxConcurrency/),
      },
    ],
    [
      '500',
      (response) => response.writeHead(500).end('broken'),
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('answered 500 (broken)') },
    ],
    ['503', (response) => response.writeHead(503).end(), { code: 'BAD_GATEWAY', retryable: true }],
    ['408', (response) => response.writeHead(408).end(), { code: 'DEPENDENCY_FAILED', retryable: true }],
    [
      '400',
      (response) => response.writeHead(400).end('{"error":"no"}'),
      { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('answered 400 ({"error":"no"})') },
    ],
    [
      '401 with the key',
      (response) => response.writeHead(401).end('bad sk-secret'),
      { retryable: false, message: expect.stringMatching(/\(bad \[key\]\): check the key that functions\[0\]\.apiKeyEnv/) },
    ],
    [
      '404',
      (response) => response.writeHead(404).end(),
      { code: 'DEPENDENCY_FAILED', message: expect.stringContaining('answered 404: check functions[0].url') },
    ],
    [
      'a redirect',
      (response) => response.writeHead(302, { location: '/other' }).end(),
      { retryable: false, message: expect.stringContaining('redirects are not followed; set functions[0].url') },
    ],
    [
      'no JSON',
      (response) => response.end('<html>'),
      { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('answered what is not JSON') },
    ],
    ['nothing', (response) => response.writeHead(204).end(), { message: expect.stringContaining('answered what is not JSON') }],
    [
      'no UTF-8',
      (response) => response.end(Buffer.from([0x22, 0xff, 0x22])),
      { message: expect.stringContaining('text that is not UTF-8') },
    ],
    [
      '129 levels',
      (response) => response.end(`${'['.repeat(129)}1${']'.repeat(129)}`),
      { message: expect.stringContaining('deeper than 128 levels') },
    ],
    [
      'a cut answer',
      (response) => response.writeHead(200, { 'content-length': 10 }).write('"a', () => response.destroy()),
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('closed the connection (ECONNRESET)') },
    ],
    [
      'a body without an end',
      (response) => {
        const more = (): void => void (response.destroyed || response.write('x'.repeat(50_000), more))
        more()
      },
      {
        code: 'DEPENDENCY_FAILED',
        retryable: false,
        message: expect.stringContaining('more than 100000 bytes (setting limits.valueBytes)'),
      },
    ],
  ])('fails at %s', async (_, answer, expected) => {
    const error = await failure(answer)

    expect(error).toMatchObject({ name: 'NodeError', ...expected })
    expect(String(error)).not.toMatch(/hidden|sk-secret|127\.0\.0\.1/)
    expect(String(error)).toContain(functionArn)
  })

  it('fails where there is no server', async () => {
    await using invoker = invokerOf({ url: 'http://127.0.0.1:9/hidden', idempotent: true })

    const error = await reasonOf(invoker.invoke({ functionArn, event: {} }, recordedOptions().options))

    expect(error).toMatchObject({
      code: 'BAD_GATEWAY',
      retryable: true,
      message: expect.stringContaining('(ECONNREFUSED): check functions[0].url'),
    })
    expect(String(error)).not.toContain('hidden')
  })

  it('is not made again where its entry does not say so', async () => {
    expect(await failure((response) => response.writeHead(503).end(), {})).toMatchObject({ code: 'BAD_GATEWAY', retryable: false })
  })

  it('is cut when it takes too long', async () => {
    expect(await failure(() => {}, { timeoutSeconds: 0.2 })).toMatchObject({
      code: 'DEPENDENCY_FAILED',
      retryable: false,
      message: `Call to lambda function timed out: ${functionArn} did not answer within 0.2 seconds (setting functions[0].timeoutSeconds).`,
    })
  })
})
