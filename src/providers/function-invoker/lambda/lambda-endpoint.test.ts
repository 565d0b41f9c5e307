import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { reasonOf, recordedOptions } from '../../language-model/recorded-options.contract.ts'
import type { LooseEntry } from '../function-fixture.contract.ts'
import { functionArn, invokerOf } from '../function-fixture.contract.ts'
import { functionInvokerContract } from '../function-invoker.contract.ts'
import type { Invocation } from './lambda-server.contract.ts'
import { fail, refuse, startLambdaServer } from './lambda-server.contract.ts'

beforeAll(() => void vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret'))
afterAll(() => void vi.unstubAllEnvs())

const start = async (answer: (invocation: Invocation, response: ServerResponse) => unknown, entry: LooseEntry = {}) => {
  const server = await startLambdaServer(answer)
  const invoker = invokerOf({ lambda: { region: 'eu-west-1', endpointUrl: server.endpointUrl }, ...entry })
  return {
    server,
    invoker,
    functionArn,
    hanging: () => server.hanging(),
    async [Symbol.asyncDispose]() {
      await invoker[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const nameIn = ({ pathname, searchParams }: URL): string => `${pathname.split('/')[3]}:${searchParams.get('Qualifier')}`

const answers = ({ url, event, clientContext }: Invocation, response: ServerResponse): void => {
  if (event['hang'] === true) return
  const told = { ...(clientContext as { custom: object }).custom, functionArn: nameIn(url) }
  const value = event['tell'] === true ? told : 'bytes' in event ? 'x'.repeat(Number(event['bytes']) - 2) : event['echo']
  response.end(JSON.stringify(value))
}

functionInvokerContract('AWS Lambda', () => start(answers), { answerBytes: 100_000 })

describe('a call of Lambda', () => {
  it('is signed for the region, waits for the answer and asks for no log', async () => {
    await using started = await start(answers)

    const { requestId } = await started.invoker.invoke({ functionArn, event: { echo: 1 } }, recordedOptions().options)

    const [call] = started.server.invocations
    expect(call?.url.href).toBe(
      'http://lambda/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:parse/invocations?Qualifier=live',
    )
    expect(call?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-west-1\/lambda\/aws4_request, /)
    expect(call?.headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'None' })
    expect(call?.clientContext).toEqual({ custom: { idempotencyKey: 'key-1' } })
    expect(requestId).toBe('request 1')
  })

  it('has no qualifier where the ARN has none', async () => {
    await using started = await start(answers)

    await started.invoker.invoke({ functionArn: functionArn.replace(':live', ''), event: { echo: 1 } }, recordedOptions().options)

    expect([...(started.server.invocations[0]?.url.searchParams ?? [])]).toEqual([])
  })
})

const subject = `Function ${functionArn}`

type Case = readonly [string, (response: ServerResponse) => unknown, { code: string; retryable: boolean; message: unknown }]

const failures: readonly Case[] = [
  [
    'an error that the function threw',
    (response) => fail(response, 'Unhandled', '{"errorType":"KeyError","errorMessage":"\'total\'","stackTrace":["line 1"]}'),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: `${subject} failed with KeyError: 'total'` },
  ],
  [
    'an error that the function handed back',
    (response) => fail(response, 'Handled', '{"errorMessage":"No such order"}'),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: `${subject} failed with Handled: No such order` },
  ],
  [
    'a function that took too long',
    (response) =>
      fail(
        response,
        'Unhandled',
        '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r Error: Task timed out after 3.00 seconds"}',
      ),
    {
      code: 'DEPENDENCY_FAILED',
      retryable: false,
      message: `${subject} failed with Sandbox.Timedout: RequestId: r Error: Task timed out after 3.00 seconds`,
    },
  ],
  [
    'an error in other words',
    (response) => fail(response, 'Unhandled', 'Segmentation fault'),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: `${subject} failed with Unhandled: Segmentation fault` },
  ],
  [
    'throttling',
    (response) => refuse(response, 429, 'TooManyRequestsException', 'Rate Exceeded.', { 'retry-after': '2' }),
    {
      code: 'DEPENDENCY_FAILED',
      retryable: true,
      message: `${subject}: Lambda answered 429 (TooManyRequestsException: Rate Exceeded.): too many calls, lower functions[0].maxConcurrency.`,
    },
  ],
  [
    'no such function',
    (response) => refuse(response, 404, 'ResourceNotFoundException', 'Function not found'),
    {
      code: 'DEPENDENCY_FAILED',
      retryable: false,
      message: `${subject}: Lambda answered 404 (ResourceNotFoundException: Function not found): check the ARN, its qualifier, and where functions[0].lambda leads.`,
    },
  ],
  [
    'no permission',
    (response) => refuse(response, 403, 'AccessDeniedException', 'Not authorized'),
    {
      code: 'DEPENDENCY_FAILED',
      retryable: false,
      message:
        `${subject}: Lambda answered 403 (AccessDeniedException: Not authorized): check the AWS credentials (the environment's, ` +
        'or functions[0].lambda.profile) and that they allow lambda:InvokeFunction.',
    },
  ],
  [
    'a fault of the service',
    (response) => refuse(response, 500, 'ServiceException', 'Internal'),
    {
      code: 'BAD_GATEWAY',
      retryable: true,
      message: `${subject}: Lambda answered 500 (ServiceException: Internal): look into the function and the service.`,
    },
  ],
  [
    'a function that is being made',
    (response) => refuse(response, 409, 'ResourceConflictException', 'Pending'),
    {
      code: 'DEPENDENCY_FAILED',
      retryable: true,
      message: `${subject}: Lambda answered 409 (ResourceConflictException: Pending): it is being made or changed.`,
    },
  ],
  [
    'a page in between',
    (response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<html>'),
    { code: 'BAD_GATEWAY', retryable: true, message: `${subject}: Lambda answered 503: look into the function and the service.` },
  ],
  [
    'a connection that breaks',
    (response) => response.destroy(),
    {
      code: 'BAD_GATEWAY',
      retryable: true,
      message: `${subject}: Lambda could not be reached or closed the connection (ECONNRESET): check functions[0].lambda and that the service runs.`,
    },
  ],
  [
    'half of an answer',
    (response) => response.writeHead(200, { 'content-length': 100 }).write('{"a":', () => response.destroy()),
    {
      code: 'BAD_GATEWAY',
      retryable: true,
      message: `${subject}: Lambda could not be reached or closed the connection (ECONNRESET): check functions[0].lambda and that the service runs.`,
    },
  ],
  [
    'what is no JSON',
    (response) => response.end('{a:1}'),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringMatching(/ answered .*JSON/) },
  ],
  [
    'what is no text',
    (response) => response.end(Buffer.from([0x22, 0xff, 0x22])),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: `${subject} answered text that is not UTF-8: return JSON.` },
  ],
]

describe('a failure of Lambda', () => {
  it.each(failures)('is told: %s', async (_, answer, expected) => {
    await using started = await start((__, response) => answer(response), { idempotent: true })

    const error = await reasonOf(started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options))

    expect(error).toMatchObject(expected)
    expect(started.server.invocations).toHaveLength(1)
  })

  it('may not pass where the function may have done its work', async () => {
    await using started = await start((_, response) => refuse(response, 500, 'ServiceException', 'Internal'))

    const error = await reasonOf(started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options))

    expect(error).toMatchObject({ code: 'BAD_GATEWAY', retryable: false })
  })

  it('is told: no credentials, without their words', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    const invoker = invokerOf({ lambda: { region: 'eu-west-1', profile: 'none-of-this-name' } })

    const error = await reasonOf(invoker.invoke({ functionArn, event: {} }, recordedOptions().options))

    expect(error).toMatchObject({
      code: 'DEPENDENCY_FAILED',
      message: expect.stringMatching(/was not called \(CredentialsProviderError\): check the AWS credentials/),
    })
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST')
    await invoker[Symbol.asyncDispose]()
  })

  it('is told when the time of its entry is over, and the socket is closed', async () => {
    await using started = await start(() => undefined, { timeoutSeconds: 0.2 })

    const error = await reasonOf(started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options))

    expect(error).toMatchObject({ code: 'DEPENDENCY_FAILED', message: expect.stringMatching(/^Call to lambda function timed out: /) })
    await vi.waitFor(() => expect(started.server.openSockets()).toBe(0))
  })
})
