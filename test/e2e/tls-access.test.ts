import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BedrockAgentClient, ListFlowsCommand } from '@aws-sdk/client-bedrock-agent'
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import { makeCertificate } from '../make-certificate.ts'
import { access, accessEnvironment, alice } from '../verified-access.ts'

const made = makeCertificate()
const cleanUp = new AsyncDisposableStack()
let sluice: Sluice

beforeAll(async () => {
  for (const [name, secret] of Object.entries(accessEnvironment)) vi.stubEnv(name, secret)
  const directory = cleanUp.adopt(await mkdtemp(join(tmpdir(), 'sluice-tls-access-')), (found) => rm(found, { recursive: true }))
  const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
  await Promise.all([writeFile(certFile, made.cert), writeFile(keyFile, made.key)])
  const Condition = { Bool: { 'aws:SecureTransport': 'true' }, IpAddress: { 'aws:SourceIp': '127.0.0.1' } }
  const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'bedrock:ListFlows', Resource: '*', Condition } }
  const credentials = access.credentials.map((credential) => ({ ...credential, policies: [policy] }))
  sluice = cleanUp.use(await startSluice({ configuration: { tls: { certFile, keyFile }, access: { credentials } } }))
})
afterAll(async () => {
  await cleanUp.disposeAsync()
  vi.unstubAllEnvs()
})

it.each([
  ['HTTP/1.1', () => new NodeHttpHandler({ httpsAgent: new Agent({ ca: made.ca }) })],
  ['HTTP/2', () => new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca: made.ca } })],
] as const)('a policy sees that a request over %s came over TLS, and from where', async (_, handler) => {
  const build = new BedrockAgentClient({
    endpoint: sluice.endpoint,
    region: 'us-east-1',
    credentials: alice,
    requestHandler: handler(),
    maxAttempts: 1,
  })

  const { flowSummaries } = await build.send(new ListFlowsCommand({}))
  build.destroy()

  expect(flowSummaries).toEqual([])
})
