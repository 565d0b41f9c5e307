import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { BedrockAgentClient, CreateFlowCommand, ListFlowsCommand, PrepareFlowCommand } from '@aws-sdk/client-bedrock-agent'
import { BedrockAgentRuntimeClient, InvokeFlowCommand, StartFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import { makeCertificate } from '../make-certificate.ts'
import { executionRoleArn } from './world.ts'

const account = '123456789012'
const made = makeCertificate()
const cleanUp = new AsyncDisposableStack()
const lines: string[] = []
let sluice: Sluice
let files: { readonly certFile: string; readonly keyFile: string; readonly caFile: string }

const write = async ({ cert, key, ca }: ReturnType<typeof makeCertificate>): Promise<void> => {
  await Promise.all([writeFile(files.certFile, cert), writeFile(files.keyFile, key), writeFile(files.caFile, ca)])
}

const definition = {
  nodes: [
    { name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] },
    { name: 'End', type: 'Output', inputs: [{ name: 'document', type: 'String', expression: '$.data' }] },
  ],
  connections: [
    {
      name: 'link',
      type: 'Data',
      source: 'Start',
      target: 'End',
      configuration: { data: { sourceOutput: 'document', targetInput: 'document' } },
    },
  ],
} as const

beforeAll(async () => {
  const directory = cleanUp.adopt(await mkdtemp(join(tmpdir(), 'sluice-tls-')), (made_) => rm(made_, { recursive: true }))
  files = { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem'), caFile: join(directory, 'ca.pem') }
  await write(made)
  const { certFile, keyFile } = files
  const log = new Writable({
    write(line, _, done) {
      lines.push(String(line))
      done()
    },
  })
  const flow = { id: 'ECHO000001', name: 'echo', definition: structuredClone(definition) } as NonNullable<
    PartialConfiguration['flows']
  >[number]
  sluice = cleanUp.use(await startSluice({ configuration: { tls: { certFile, keyFile }, account, flows: [flow] }, logger: pino(log) }))
})
afterAll(() => cleanUp.disposeAsync())

const settings = () => ({ endpoint: sluice.endpoint, region: 'us-east-1', credentials: { accessKeyId: account, secretAccessKey: 'any' } })

describe('a server with a certificate', () => {
  it('says https where it is', () => {
    expect(sluice.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  })

  it("is used by AWS's client over HTTP/1.1", async () => {
    const requestHandler = new NodeHttpHandler({ httpsAgent: new Agent({ ca: made.ca }) })
    const build = new BedrockAgentClient({ ...settings(), requestHandler })

    const { id = '' } = await build.send(new CreateFlowCommand({ name: 'one', executionRoleArn, definition: definition as never }))
    await build.send(new PrepareFlowCommand({ flowIdentifier: id }))
    const { flowSummaries = [] } = await build.send(new ListFlowsCommand({}))
    build.destroy()

    expect(flowSummaries.map(({ name }) => name)).toContain('one')
  })

  it('is refused by a client that does not know its authority', async () => {
    const build = new BedrockAgentClient({ ...settings(), maxAttempts: 1 })

    await expect(build.send(new ListFlowsCommand({}))).rejects.toThrow(/certificate/)
    build.destroy()
  })

  it("is used by AWS's client over HTTP/2, and by sluice watch when Node.js knows the authority", async () => {
    const requestHandler = new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca: made.ca } })
    const runtime = new BedrockAgentRuntimeClient({ ...settings(), requestHandler })
    const flow = { flowIdentifier: 'ECHO000001', flowAliasIdentifier: 'TSTALIASID' }
    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]

    const { responseStream = [] } = await runtime.send(new InvokeFlowCommand({ ...flow, inputs }))
    const outputs = []
    for await (const { flowOutputEvent } of responseStream) if (flowOutputEvent) outputs.push(flowOutputEvent.content?.document)
    const { executionArn = '' } = await runtime.send(new StartFlowExecutionCommand({ ...flow, inputs }))
    runtime.destroy()
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: files.caFile, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'any' }
    const watch = ['src/cli/main.ts', 'watch', executionArn, '--endpoint-url', sluice.endpoint]
    const child = spawn(process.execPath, watch, { env, stdio: ['ignore', 'inherit', 'pipe'] })
    const [watched, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])

    expect(outputs).toEqual(['tea'])
    expect([watched, code]).toEqual([expect.stringContaining('Succeeded'), 0])
  })

  it('is named by sluice watch when Node.js does not know the authority', async () => {
    const arn = `arn:aws:bedrock:us-east-1:${account}:flow/ECHO000001/alias/TSTALIASID/execution/x`
    const env = { PATH: process.env['PATH'] }
    const child = spawn(process.execPath, ['src/cli/main.ts', 'watch', arn, '--endpoint-url', sluice.endpoint], { env })
    const [watched, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])

    expect([watched, code]).toEqual([
      expect.stringMatching(/^The certificate of https:.* is not trusted \([A-Z_]+\): name its authority by NODE_EXTRA_CA_CERTS/),
      1,
    ])
  })

  it('takes a certificate that is renewed, and keeps its own while the files hold none', async () => {
    const expiry = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const call = request(`${sluice.endpoint}/healthz`, { rejectUnauthorized: false, agent: false }, (answer) => {
          const { valid_to } = (answer.socket as TLSSocket).getPeerCertificate()
          answer.resume().on('end', () => resolve(valid_to))
        })
        call.on('error', reject).end()
      })
    const before = await expiry()
    await writeFile(files.certFile, 'half a certif')
    await expect.poll(() => lines.join(''), { timeout: 60_000 }).toContain('is no certificate in PEM.')
    const meanwhile = await expiry()

    await write(makeCertificate({ notAfter: new Date('2031-01-01T00:00:00Z') }))
    await expect.poll(expiry, { timeout: 60_000 }).not.toBe(before)

    expect(meanwhile).toBe(before)
    expect(await expiry()).toBe('Jan  1 00:00:00 2031 GMT')
    expect(lines.join('')).toContain('"expiresAt":"2031-01-01T00:00:00.000Z","msg":"certificate renewed"')
    expect(lines.join('')).not.toContain(made.key.slice(40, 80))
  })
})
