import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BedrockAgentClient, CreateFlowCommand, GetFlowCommand, PrepareFlowCommand } from '@aws-sdk/client-bedrock-agent'
import { BedrockAgentRuntimeClient, GetFlowExecutionCommand, StartFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import type { GetFlowExecutionCommandOutput } from '@aws-sdk/client-bedrock-agent-runtime'
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler'
import type { Logger } from 'pino'
import { pino } from 'pino'
import type { ClosedCall, ModelServer } from '../../examples/model-server.ts'
import { startModelServer } from '../../examples/model-server.ts'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import { startSluice } from '../../src/api/server.ts'
import { canaries } from '../canaries/canaries.ts'
import { assertNoCanaries } from '../canaries/find-canaries.ts'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'

export const executionRoleArn = 'arn:aws:iam::123456789012:role/flow-role'
const account = '123456789012'
export const testAlias = 'TSTALIASID'

/** Both clients can be told which protocol to speak; left alone, the build-time one speaks HTTP/1.1, the other HTTP/2. */
export const protocols = {
  'HTTP/1.1': () => new NodeHttpHandler(),
  'HTTP/2': () => new NodeHttp2Handler(),
} as const

export interface Labels {
  readonly flowIdentifier: string
  readonly flowAliasIdentifier: string
  readonly executionIdentifier: string
}

/** A real server, a real model server and AWS's own clients. */
export interface World extends AsyncDisposable {
  readonly endpoint: string
  readonly build: BedrockAgentClient
  readonly runtime: BedrockAgentRuntimeClient
  readonly models: ModelServer
  /** What became of each model call so far. */
  readonly closedCalls: readonly ClosedCall[]
  /** A new flow's id, prepared. */
  flow(definition: FlowDefinition): Promise<string>
  start(flowIdentifier: string, document: unknown): Promise<Labels>
  ended(labels: Labels): Promise<GetFlowExecutionCommandOutput>
  /** Ends the server alone. */
  close(): Promise<void>
  /** Ends it, and starts another over the same data and on the same port. */
  restart(): Promise<void>
}

export interface WorldOptions {
  readonly protocol: keyof typeof protocols
  readonly maxConcurrency?: number
  /** @defaultValue says the prompt back, and over and over when it is endless. Throwing is an answer with status 500. */
  readonly answer?: (prompt: string) => string
  /** The pause before each word. */
  readonly tokenDelayMs?: number
  readonly nodeSeconds?: number
  readonly limits?: PartialConfiguration['limits']
  readonly invoke?: PartialConfiguration['invoke']
  readonly shutdownSeconds?: number
  readonly quotas?: PartialConfiguration['quotas']
  readonly functions?: PartialConfiguration['functions']
  readonly buckets?: PartialConfiguration['buckets']
  /** Flows of the configuration. */
  readonly flows?: PartialConfiguration['flows']
  readonly access?: PartialConfiguration['access']
  /** Of the clients. @defaultValue any of the account 123456789012 */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  readonly allowedOrigins?: PartialConfiguration['allowedOrigins']
  /** @defaultValue silent */
  readonly logger?: Logger
}

/** The variable that has the key of the model server, which asks for none. */
const keyVariable = 'SLUICE_TEST_MODEL_KEY'
process.env[keyVariable] = canaries['API key of a model provider']

const sayBack = (prompt: string): string => (prompt.includes('endless') ? 'word '.repeat(5_000) : prompt)

export const startWorld = async ({
  protocol,
  maxConcurrency = 64,
  answer = sayBack,
  tokenDelayMs = 5,
  nodeSeconds = 300,
  limits = {},
  invoke = {},
  shutdownSeconds = 10,
  quotas = {},
  functions = [],
  buckets = [],
  flows: declared = [],
  access = {},
  credentials = { accessKeyId: account, secretAccessKey: canaries['secret access key'], sessionToken: canaries['session token'] },
  allowedOrigins = [],
  logger = pino({ level: 'silent' }),
}: WorldOptions): Promise<World> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  const models = await startModelServer({ tokenDelayMs, answer })
  const closedCalls: ClosedCall[] = []
  models.onClose((call) => closedCalls.push(call))
  const configuration = (port: number): PartialConfiguration => ({
    port,
    dataDir,
    limits: { nodeSeconds, ...limits },
    invoke,
    shutdownSeconds,
    quotas,
    account,
    functions,
    buckets,
    flows: declared,
    access,
    allowedOrigins,
    models: {
      providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl, maxConcurrency, apiKeyEnv: keyVariable } },
      routes: [{ match: 'test.*', provider: 'local', model: 'word-by-word' }],
    },
  })
  let sluice = await startSluice({ configuration: configuration(0), logger })
  const { endpoint } = sluice
  const settings = { endpoint, region: 'us-east-1', credentials, requestHandler: protocols[protocol](), maxAttempts: 1 }
  const build = new BedrockAgentClient(settings)
  const runtime = new BedrockAgentRuntimeClient({ ...settings, requestHandler: protocols[protocol]() })
  let flows = 0
  return {
    endpoint,
    build,
    runtime,
    models,
    closedCalls,
    async flow(definition) {
      const { id } = await build.send(
        new CreateFlowCommand({ name: `flow-${++flows}`, executionRoleArn, definition: structuredClone(definition) as never }),
      )
      await build.send(new PrepareFlowCommand({ flowIdentifier: id }))
      const { status, validations } = await build.send(new GetFlowCommand({ flowIdentifier: id }))
      if (id === undefined || status !== 'Prepared') throw new Error(`The flow is ${status}: ${JSON.stringify(validations)}`)
      return id
    },
    async start(flowIdentifier, document) {
      const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: document as never } }]
      const labels = { flowIdentifier, flowAliasIdentifier: testAlias }
      const { executionArn = '' } = await runtime.send(new StartFlowExecutionCommand({ ...labels, inputs }))
      return { ...labels, executionIdentifier: executionArn }
    },
    async ended(labels) {
      for (;;) {
        const execution = await runtime.send(new GetFlowExecutionCommand(labels))
        if (execution.status !== 'Running') return execution
        await sleep(20)
      }
    },
    close: () => sluice.close(),
    async restart() {
      await sluice.close()
      sluice = await startSluice({ configuration: configuration(Number(new URL(endpoint).port)), logger })
    },
    async [Symbol.asyncDispose]() {
      build.destroy()
      runtime.destroy()
      await sluice.close()
      await models.close()
      await assertNoCanaries([dataDir])
      await rm(dataDir, { recursive: true })
    },
  }
}

/** Waits until something holds. @throws Error - it does not in five minutes. */
export const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 300_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It did not happen in time: ${String(holds)}`)
    await sleep(5)
  }
}
