import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { BedrockAgentClient, ListFlowsCommand } from '@aws-sdk/client-bedrock-agent'
import { InvokeFlowCommand, ListFlowExecutionsCommand, StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bound } from '../../scripts/bound.ts'
import { single } from '../definitions.ts'
import { access, accessEnvironment, alice, bob, carol } from '../verified-access.ts'
import type { World } from './world.ts'
import { protocols, startWorld, testAlias } from './world.ts'

beforeAll(() => {
  for (const [name, secret] of Object.entries(accessEnvironment)) vi.stubEnv(name, secret)
})

describe.each(['HTTP/1.1', 'HTTP/2'] as const)('a server that verifies, over %s', (protocol) => {
  let world: World
  let asks: string
  beforeAll(async () => {
    world = await startWorld({ protocol, access, credentials: alice })
    asks = await world.flow(single)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const settings = (credentials: typeof alice, more: object = {}) => ({
    endpoint: world.endpoint,
    region: 'us-east-1',
    credentials,
    requestHandler: protocols[protocol](),
    maxAttempts: 1,
    ...more,
  })
  const listFlows = (credentials: typeof alice, more: object = {}) =>
    new BedrockAgentClient(settings(credentials, more)).send(new ListFlowsCommand({ maxResults: 3 }))

  it('serves who has signed, as the account of the credential', async () => {
    const labels = await world.start(asks, 'tea')

    expect((await world.ended(labels)).status).toBe('Succeeded')
    expect(labels.executionIdentifier).toContain(`:us-east-1:123456789012:flow/${asks}/`)
  })

  it('takes identifiers that are ARNs, and stops', async () => {
    const labels = await world.start(asks, 'endless words')
    const [alias = ''] = labels.executionIdentifier.split('/execution/')
    const [flow = ''] = alias.split('/alias/')

    const stop = new StopFlowExecutionCommand({ ...labels, flowIdentifier: flow, flowAliasIdentifier: alias })
    const listed = await world.runtime.send(
      new ListFlowExecutionsCommand({ flowIdentifier: flow, flowAliasIdentifier: alias, maxResults: 1 }),
    )

    expect((await world.runtime.send(stop)).status).toBe('Aborted')
    expect(listed.flowExecutionSummaries).toHaveLength(1)
  })

  it('streams', async () => {
    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
    const { responseStream } = await world.runtime.send(
      new InvokeFlowCommand({ flowIdentifier: asks, flowAliasIdentifier: testAlias, inputs }),
    )

    const events = await Array.fromAsync(responseStream ?? [])

    expect(events.at(-1)?.flowCompletionEvent?.completionReason).toBe('SUCCESS')
  })

  it('keeps accounts apart, and takes session tokens', async () => {
    expect((await listFlows(alice)).flowSummaries).toHaveLength(1)
    expect((await listFlows(bob)).flowSummaries).toEqual([])
  })

  it.each([
    ['a wrong secret', { ...alice, secretAccessKey: 'wrong' }, 'InvalidSignatureException', 'The request signature we calculated does not'],
    [
      'an unknown key',
      { ...alice, accessKeyId: 'AKIANOBODY' },
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    ['an account for a key', { ...alice, accessKeyId: '123456789012' }, 'UnrecognizedClientException', 'The security token included'],
    ['a token that is not its own', { ...bob, sessionToken: 'other' }, 'UnrecognizedClientException', 'The security token included'],
    ['no token', { ...bob, sessionToken: undefined }, 'UnrecognizedClientException', 'The security token included'],
    ['a token for none', { ...alice, sessionToken: 'any' }, 'UnrecognizedClientException', 'The security token included'],
    ['a credential that is over', carol, 'ExpiredTokenException', 'The security token included in the request is expired'],
  ])('refuses %s', async (_, credentials, name, message) => {
    await expect(listFlows(credentials)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 403 },
    })
  })

  it.each([
    ['behind', -600_000, 'Signature expired: '],
    ['ahead', 600_000, 'Signature not yet current: '],
  ])('refuses a clock that is ten minutes %s, which the SDK then sets right', async (_, systemClockOffset, message) => {
    const client = new BedrockAgentClient(settings(alice, { systemClockOffset }))

    await expect(client.send(new ListFlowsCommand())).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining(message),
    })
    expect((await client.send(new ListFlowsCommand())).flowSummaries).toHaveLength(1)
  })

  it('takes a clock that is four minutes off', async () => {
    await listFlows(alice, { systemClockOffset: -240_000 })
    await listFlows(alice, { systemClockOffset: 240_000 })
  })
})

describe('a server that verifies', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ protocol: 'HTTP/1.1', access, credentials: alice })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const presigned = async (credentials: typeof alice, options: { expiresIn: number; signingDate?: Date }): Promise<string> => {
    const { host, hostname, port } = new URL(world.endpoint)
    const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'bedrock', sha256: Sha256 })
    const request = { method: 'GET', protocol: 'http:', hostname, port: Number(port), path: '/flows/', headers: { host } }
    const { query = {} } = await signer.presign({ ...request, query: { maxResults: '2' } }, options)
    return `${world.endpoint}/flows/?${new URLSearchParams(query as Record<string, string>)}`
  }

  it.each([
    ['alice', alice],
    ['bob, with a token', bob],
  ])('takes a presigned URL of %s for as long as it says', async (_, credentials) => {
    const url = await presigned(credentials, { expiresIn: 900 })
    const minuteAgo = new Date(Date.now() - 60_000)

    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(`${url}&maxResults=3`)).status).toBe(403)
    expect(await (await fetch(await presigned(credentials, { expiresIn: 30, signingDate: minuteAgo }))).json()).toEqual({
      message: expect.stringContaining('Signature expired: '),
    })
  })

  it('refuses what is not signed', async () => {
    const answer = await fetch(`${world.endpoint}/flows/`)

    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([403, 'MissingAuthenticationTokenException'])
  })

  it('is watched with the credentials of AWS', async () => {
    const asks = await world.flow(single)
    const { executionIdentifier } = await world.start(asks, 'tea')
    const watch = async (environment: object) => {
      const program = new URL('../../src/cli/main.ts', import.meta.url).pathname
      const env = { PATH: process.env['PATH'], ...environment }
      const child = bound(spawn(process.execPath, [program, 'watch', executionIdentifier, '--endpoint-url', world.endpoint], { env }))
      const said = text(child.stderr)
      const [code] = await once(child, 'close')
      return { code, said: await said }
    }

    const as = { AWS_ACCESS_KEY_ID: alice.accessKeyId, AWS_SECRET_ACCESS_KEY: alice.secretAccessKey }

    expect(await watch(as)).toEqual({ code: 0, said: expect.stringMatching(/Succeeded in/) })
    expect(await watch({})).toEqual({ code: 1, said: expect.stringMatching(/^The server verifies signatures: set AWS_ACCESS_KEY_ID/) })
  })
})
