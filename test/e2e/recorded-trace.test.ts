import { BedrockAgentRuntimeClient, InvokeFlowCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import { condition, data, gate, input, output, prompt } from '../definitions.ts'

const question = 'Where is my parcel?'
const account = '123456789012'

/** Classified first, then answered by the branch that fits, as in the flow of the recorded trace. */
const definition = {
  nodes: [
    input(),
    prompt('Classify', { input: ['$.data', 'String'] }),
    condition('Route', { category: ['$.data', 'String'] }, { Known: 'category == "KNOWN"' }),
    prompt('Answer', { message: ['$.data', 'String'] }),
    prompt('Apologise', { message: ['$.data', 'String'] }),
    output('Answered'),
    output('Apologised'),
  ],
  connections: [
    data('Start', 'Answer.message'),
    data('Start', 'Classify.input'),
    data('Start', 'Apologise.message'),
    data('Classify', 'Route.category'),
    gate('Route.Known', 'Answer'),
    gate('Route.default', 'Apologise'),
    data('Answer', 'Answered.document'),
    data('Apologise', 'Apologised.document'),
  ],
}

let sluice: Sluice
let runtime: BedrockAgentRuntimeClient
beforeAll(async () => {
  sluice = await startSluice({
    configuration: {
      account,
      flows: [{ id: 'SUPPORT001', definition }],
      models: {
        scripted: [
          { match: 'Classify *', answer: 'KNOWN' },
          { match: 'Answer *', answer: 'It arrives tomorrow.' },
        ],
        routes: [{ match: '*', model: 'sluice.scripted-v1:0' }],
      },
    },
  })
  const credentials = { accessKeyId: account, secretAccessKey: 'any' }
  runtime = new BedrockAgentRuntimeClient({ endpoint: sluice.endpoint, region: 'us-east-1', credentials })
})
afterAll(async () => {
  runtime.destroy()
  await sluice.close()
})

const timestamp = expect.any(Date)
const inputOf = (nodeName: string, nodeInputName: string, [document, from, outputFieldName]: readonly [string, string, string]) => ({
  nodeInputTrace: {
    nodeName,
    timestamp,
    fields: [{ nodeInputName, type: 'STRING', content: { document }, source: { nodeName: from, outputFieldName, expression: '$.data' } }],
  },
})
const outputOf = (nodeName: string, nodeOutputName: string, document: string, next: readonly (readonly [string, string])[]) => ({
  nodeOutputTrace: {
    nodeName,
    timestamp,
    fields: [
      {
        nodeOutputName,
        type: 'STRING',
        content: { document },
        next: expect.toSatisfy(
          (places: unknown) => sorted(places) === sorted(next.map(([to, inputFieldName]) => ({ nodeName: to, inputFieldName }))),
        ),
      },
    ],
  },
})
/** AWS promises no order of `next`. */
const sorted = (places: unknown): string =>
  Array.isArray(places)
    ? places
        .map((place) => JSON.stringify(place))
        .toSorted()
        .join()
    : ''
const actionOf = (nodeName: string) => ({
  nodeActionTrace: {
    nodeName,
    timestamp,
    serviceName: 'bedrock',
    operationName: 'Converse',
    requestId: expect.any(String),
    operationRequest: expect.objectContaining({ modelId: 'test.model', messages: expect.any(Array) }),
    operationResponse: expect.objectContaining({
      stopReason: 'end_turn',
      output: expect.any(Object),
      metrics: { latencyMs: expect.any(Number) },
      usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number), totalTokens: expect.any(Number) },
    }),
  },
})

it('a flow like the recorded one is traced with the same kinds, in the same order, with the same fields', async () => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: question } }]
  const { responseStream = [] } = await runtime.send(
    new InvokeFlowCommand({ flowIdentifier: 'SUPPORT001', flowAliasIdentifier: 'TSTALIASID', inputs, enableTrace: true }),
  )

  const events = await Array.fromAsync(responseStream)
  const traces = events.flatMap(({ flowTraceEvent }) => flowTraceEvent?.trace ?? [])

  expect(traces).toEqual([
    outputOf('Start', 'document', question, [
      ['Answer', 'message'],
      ['Classify', 'input'],
      ['Apologise', 'message'],
    ]),
    inputOf('Classify', 'input', [question, 'Start', 'document']),
    actionOf('Classify'),
    outputOf('Classify', 'modelCompletion', 'KNOWN', [['Route', 'category']]),
    inputOf('Route', 'category', ['KNOWN', 'Classify', 'modelCompletion']),
    { conditionNodeResultTrace: { nodeName: 'Route', timestamp, satisfiedConditions: [{ conditionName: 'Known' }] } },
    inputOf('Answer', 'message', [question, 'Start', 'document']),
    actionOf('Answer'),
    outputOf('Answer', 'modelCompletion', 'It arrives tomorrow.', [['Answered', 'document']]),
    inputOf('Answered', 'document', ['It arrives tomorrow.', 'Answer', 'modelCompletion']),
  ])
  expect(events.slice(-2)).toEqual([
    { flowOutputEvent: { nodeName: 'Answered', nodeType: 'FlowOutputNode', content: { document: 'It arrives tomorrow.' } } },
    { flowCompletionEvent: { completionReason: 'SUCCESS' } },
  ])
})
