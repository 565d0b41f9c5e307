/**
 * Sluice in half a minute, with nothing but this repository: a model server that streams word by word, a server, a flow.
 * One execution runs to its end; the next is stopped in the middle of its model call, and the proof is printed.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BedrockAgentClient, CreateFlowCommand, GetFlowCommand, PrepareFlowCommand } from '@aws-sdk/client-bedrock-agent'
import type { FlowDefinition } from '@aws-sdk/client-bedrock-agent'
import {
  BedrockAgentRuntimeClient,
  GetFlowExecutionCommand,
  ListFlowExecutionEventsCommand,
  StartFlowExecutionCommand,
  StopFlowExecutionCommand,
} from '@aws-sdk/client-bedrock-agent-runtime'
import type { FlowExecutionEvent } from '@aws-sdk/client-bedrock-agent-runtime'
import { startSluice } from '../src/api/server.ts'
import { readExecution } from './read-execution.ts'
import type { ClosedCall, ModelServer } from './model-server.ts'
import { startModelServer } from './model-server.ts'

const poem =
  'A gate stands open and the water goes, word after word, as far as water flows; then someone turns the wheel: the gate comes down, and not one drop runs on towards the town. '
const flowAliasIdentifier = 'TSTALIASID'

const quickstart = async (): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-quickstart-'))
  const models = await startModelServer({ tokenDelayMs: 40, answer: (prompt) => poem.repeat(prompt.includes('endless') ? 20 : 1).trim() })
  const sluice = await startSluice({
    configuration: {
      port: 0,
      dataDir,
      models: {
        providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl } },
        routes: [{ match: '*', provider: 'local', model: 'word-by-word' }],
      },
    },
  })
  const { endpoint } = sluice
  console.log(`Sluice is ready at ${endpoint}\nA model server streams at ${models.baseUrl}\n`)
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' } }
  const build = new BedrockAgentClient(settings)
  const runtime = new BedrockAgentRuntimeClient(settings)
  try {
    const flowIdentifier = await createFlow(build)
    await runToTheEnd(runtime, flowIdentifier)
    await stopInTheMiddle(runtime, { flowIdentifier, endpoint, models })
  } finally {
    build.destroy()
    runtime.destroy()
    await sluice.close()
    await models.close()
    await rm(dataDir, { recursive: true })
  }
}

const createFlow = async (build: BedrockAgentClient): Promise<string> => {
  const definition: FlowDefinition = JSON.parse(await readFile(new URL('./flows/poem.json', import.meta.url), 'utf8'))
  const { id } = await build.send(
    new CreateFlowCommand({ name: 'poem', executionRoleArn: 'arn:aws:iam::123456789012:role/flow-role', definition }),
  )
  await build.send(new PrepareFlowCommand({ flowIdentifier: id }))
  const { status } = await build.send(new GetFlowCommand({ flowIdentifier: id }))
  console.log(`CreateFlow, PrepareFlow: flow ${id} is ${status}\n`)
  if (id === undefined || status !== 'Prepared') throw new Error(`The flow is ${status}.`)
  return id
}

const runToTheEnd = async (runtime: BedrockAgentRuntimeClient, flowIdentifier: string): Promise<void> => {
  const executionIdentifier = await start(runtime, { flowIdentifier, topic: 'a sluice' })
  const labels = { flowIdentifier, flowAliasIdentifier, executionIdentifier }
  console.log(`StartFlowExecution: ${executionIdentifier}`)
  let shown = 0
  for (;;) {
    const { status } = await runtime.send(new GetFlowExecutionCommand(labels))
    const { flowExecutionEvents = [] } = await runtime.send(new ListFlowExecutionEventsCommand({ ...labels, eventType: 'Node' }))
    for (const event of flowExecutionEvents.slice(shown)) console.log(`  ${line(event)}`)
    shown = flowExecutionEvents.length
    if (status !== 'Running') {
      console.log(`GetFlowExecution: ${status}\n`)
      return
    }
    await sleep(50)
  }
}

interface Watched {
  readonly flowIdentifier: string
  readonly endpoint: string
  readonly models: ModelServer
}

const stopInTheMiddle = async (runtime: BedrockAgentRuntimeClient, { flowIdentifier, endpoint, models }: Watched): Promise<void> => {
  const closedCall = new Promise<ClosedCall>((resolve) => models.onClose((call) => call.finished || resolve(call)))
  const executionIdentifier = await start(runtime, { flowIdentifier, topic: 'an endless river' })
  console.log(`StartFlowExecution: ${executionIdentifier}`)
  while (models.openStreams() === 0) await sleep(10)
  await sleep(1_000)
  console.log('  the model has been streaming a long poem for a second')
  const { status, executionArn } = await runtime.send(
    new StopFlowExecutionCommand({ flowIdentifier, flowAliasIdentifier, executionIdentifier }),
  )
  const { sentTokens } = await closedCall
  await sleep(200)
  const { stopProof } = await readExecution(runtime, endpoint, executionArn ?? executionIdentifier)
  const [visit] = stopProof?.visits ?? []
  if (status !== 'Aborted' || visit?.outcome !== 'released')
    throw new Error(`The stop answered ${status}, its proof is ${JSON.stringify(stopProof)}.`)
  console.log(`StopFlowExecution: ${status}`)
  console.log(`  the model's socket closed ${visit.releasedAfterMs} ms after the stop was requested`)
  console.log(`  the model server had sent ${sentTokens} words, of which ${visit.tokensBefore} had arrived before the stop`)
  console.log(`  tokens received after the stop: ${visit.tokensAfter}`)
}

const start = async (
  runtime: BedrockAgentRuntimeClient,
  { flowIdentifier, topic }: { flowIdentifier: string; topic: string },
): Promise<string> => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: { topic, lines: 4 } } }]
  const { executionArn } = await runtime.send(new StartFlowExecutionCommand({ flowIdentifier, flowAliasIdentifier, inputs }))
  if (executionArn === undefined) throw new Error('StartFlowExecution answered no ARN.')
  return executionArn
}

const line = (event: FlowExecutionEvent): string => {
  const [[kind, content] = ['unknown', {}]] = Object.entries(event)
  const {
    nodeName = '',
    timestamp,
    fields = [],
  }: { nodeName?: string; timestamp?: Date; fields?: { name: string; content: { document: unknown } }[] } = content
  const values = fields.map((field) => `${field.name}=${JSON.stringify(field.content.document).slice(0, 50)}`)
  return `${timestamp?.toISOString().slice(11, 23)}  ${kind.padEnd(18)} ${nodeName.padEnd(6)} ${values.join(' ')}`.trimEnd()
}

await quickstart()
