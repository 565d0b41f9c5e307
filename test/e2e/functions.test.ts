import { InvokeFlowCommand, paginateListFlowExecutionEvents } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExecution } from '../../examples/read-execution.ts'
import { condition, data, functionOf, gate, input, lambda, output } from '../definitions.ts'
import type { FunctionServer } from '../function-server.ts'
import { startFunctionServer } from '../function-server.ts'
import type { Labels, World } from './world.ts'
import { startWorld, testAlias } from './world.ts'

const functionArn = functionOf('Enrich')
const enriching = {
  nodes: [
    input('Object'),
    lambda('Enrich', { codeHookInput: ['$.data.list[1]', 'String'], mode: ['$.data', 'Object'] }, 'Object'),
    output('End', '$.data.said', 'String'),
  ],
  connections: [data('Start', 'Enrich.codeHookInput'), data('Start', 'Enrich.mode'), data('Enrich.functionResponse', 'End.document')],
}
const document = { list: ['first', 'second'] }

/** Answers by what it is asked for: a status, or what it was given. */
const answers: Parameters<typeof startFunctionServer>[0] = ({ event }, response) => {
  const { inputs } = (event as { node: { inputs: readonly { name: string; value: { do?: unknown } }[] } }).node
  const asked = inputs.find(({ name }) => name === 'mode')?.value.do
  if (typeof asked === 'number') response.writeHead(asked).end('words')
  else response.setHeader('x-request-id', 'request-1').end(JSON.stringify(asked === 'text' ? 'a text' : { said: inputs[0]?.value }))
}

let server: FunctionServer
let world: World
let flow: string
beforeAll(async () => {
  server = await startFunctionServer(answers)
  const functions = [{ match: 'arn:aws:lambda:*', url: server.url, timeoutSeconds: 60 }]
  world = await startWorld({ protocol: 'HTTP/2', functions })
  flow = await world.flow(enriching)
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const invoke = async (from: World, flowIdentifier: string, value: unknown, enableTrace = true) => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: value as never } }]
  const labels = { flowIdentifier, flowAliasIdentifier: testAlias }
  const { responseStream = [] } = await from.runtime.send(new InvokeFlowCommand({ ...labels, inputs, enableTrace }))
  return Array.fromAsync(responseStream as AsyncIterable<object>)
}

const nodeEvents = async (from: World, labels: Labels) => {
  const events = []
  for await (const page of paginateListFlowExecutionEvents({ client: from.runtime }, { ...labels, eventType: 'Node' }))
    events.push(...(page.flowExecutionEvents ?? []))
  return events
}

const timestamp = expect.any(Date)
const arnOfFlow = () => `arn:aws:bedrock:us-east-1:123456789012:flow/${flow}`
const payload = () => ({
  messageVersion: '1.0',
  flow: { flowArn: arnOfFlow(), flowAliasArn: `${arnOfFlow()}/alias/TSTALIASID` },
  node: {
    name: 'Enrich',
    inputs: [
      { name: 'codeHookInput', type: 'String', expression: '$.data.list[1]', value: 'second' },
      { name: 'mode', type: 'Object', expression: '$.data', value: document },
    ],
  },
})
const actionOf = (answer: unknown) => ({
  nodeName: 'Enrich',
  timestamp,
  serviceName: 'lambda',
  operationName: 'Invoke',
  requestId: 'request-1',
  operationRequest: { functionName: functionArn, invocationType: 'RequestResponse', payload: payload() },
  operationResponse: { statusCode: 200, payload: answer },
})
const source = (expression: string) => ({ nodeName: 'Start', outputFieldName: 'document', expression })
const facts = {
  hook: { type: 'STRING', content: { document: 'second' }, source: source('$.data.list[1]') },
  mode: { type: 'OBJECT', content: { document }, source: source('$.data') },
  answer: { type: 'OBJECT', content: { document: { said: 'second' } }, next: [{ nodeName: 'End', inputFieldName: 'document' }] },
}

describe('a LambdaFunction node', () => {
  it('has an input, an action and an output in the events of an asynchronous execution', async () => {
    const labels = await world.start(flow, document)
    const { status } = await world.ended(labels)

    const events = await nodeEvents(world, labels)

    expect(status).toBe('Succeeded')
    expect(events.slice(1, -1)).toEqual([
      {
        nodeInputEvent: {
          nodeName: 'Enrich',
          timestamp,
          fields: [
            { name: 'codeHookInput', ...facts.hook },
            { name: 'mode', ...facts.mode },
          ],
        },
      },
      { nodeActionEvent: actionOf({ said: 'second' }) },
      { nodeOutputEvent: { nodeName: 'Enrich', timestamp, fields: [{ name: 'functionResponse', ...facts.answer }] } },
    ])
  })

  it('has the same in the traces of InvokeFlow', async () => {
    const told = await invoke(world, flow, document)

    expect(told.slice(1, 4)).toEqual(
      [
        {
          nodeInputTrace: {
            nodeName: 'Enrich',
            timestamp,
            fields: [
              { nodeInputName: 'codeHookInput', ...facts.hook },
              { nodeInputName: 'mode', ...facts.mode },
            ],
          },
        },
        { nodeActionTrace: actionOf({ said: 'second' }) },
        { nodeOutputTrace: { nodeName: 'Enrich', timestamp, fields: [{ nodeOutputName: 'functionResponse', ...facts.answer }] } },
      ].map((trace) => ({ flowTraceEvent: { trace } })),
    )
    expect(told.slice(5)).toEqual([
      { flowOutputEvent: { nodeName: 'End', nodeType: 'FlowOutputNode', content: { document: 'second' } } },
      { flowCompletionEvent: { completionReason: 'SUCCESS' } },
    ])
  })

  it('without inputs has no input event, and fires where its condition is chosen', async () => {
    const gated = await world.flow({
      nodes: [
        input(),
        condition('Route', { word: ['$.data', 'String'] }, { Go: 'word == "go"' }),
        lambda('Notify', {}, 'Object'),
        output('End', '$.data', 'String'),
      ],
      connections: [data('Start', 'Route.word'), gate('Route.Go', 'Notify'), gate('Route.default', 'End'), data('Start', 'End.document')],
    })
    const labels = await world.start(gated, 'go')
    await world.ended(labels)

    const kinds = (await nodeEvents(world, labels)).map((event) =>
      Object.entries(event).map(([kind, { nodeName }]) => `${kind} ${nodeName}`),
    )

    expect(kinds.flat().slice(3)).toEqual(['nodeActionEvent Notify', 'nodeOutputEvent Notify'])
  })

  it.each([
    ['a status 500', 500, 'BAD_GATEWAY', 'BadGatewayException', 'answered 500 (words)'],
    ['too many calls', 429, 'DEPENDENCY_FAILED', 'DependencyFailedException', 'answered 429 (words)'],
    ['a status 403', 403, 'DEPENDENCY_FAILED', 'DependencyFailedException', 'answered 403 (words)'],
    [
      'another type than declared',
      'text',
      'VALIDATION',
      'ValidationException',
      'Expected type for Node Output functionResponse of Node Enrich to be OBJECT. Actual type is STRING.',
    ],
  ] as const)('fails at %s by its code, and names what failed', async (_, asked, errorCode, name, words) => {
    const value = { ...document, do: asked }
    const labels = await world.start(flow, value)
    const { status, errors } = await world.ended(labels)

    const message = expect.stringContaining(words)
    expect([status, errors]).toEqual(['Failed', [{ nodeName: 'Enrich', message }]])
    expect((await nodeEvents(world, labels)).at(-1)).toEqual({
      nodeFailureEvent: { nodeName: 'Enrich', timestamp, errorCode, errorMessage: message },
    })
    const resource = errorCode === 'VALIDATION' ? {} : { resourceName: functionArn }
    await expect(invoke(world, flow, value)).rejects.toMatchObject({ name, message, ...resource })
  })

  it('whose function no entry matches fails and names the setting', async () => {
    await using bare = await startWorld({ protocol: 'HTTP/1.1' })

    const { errors } = await bare.ended(await bare.start(await bare.flow(enriching), document))

    expect(errors).toEqual([
      {
        nodeName: 'Enrich',
        message: `No function is configured for ${functionArn}: add an entry to functions in the configuration that matches it.`,
      },
    ])
  })

  it('is called again with the same key where its entry says that it may be', async () => {
    await using failing = await startFunctionServer((_, response) => {
      if (failing.requests.length < 3) response.writeHead(503).end()
      else response.end('{"said":"at last"}')
    })
    await using other = await startWorld({ protocol: 'HTTP/1.1', functions: [{ match: '*', url: failing.url, idempotent: true }] })
    const labels = await other.start(await other.flow(enriching), document)

    const { status } = await other.ended(labels)

    expect(status).toBe('Succeeded')
    expect(new Set(failing.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    const { nodes } = await readExecution(other.runtime, other.endpoint, labels.executionIdentifier)
    expect(nodes).toContainEqual({ node: 'Enrich', done: 1, running: 0, failed: 0, retries: 2 })
  })

  it('is called once where it does not', async () => {
    const before = server.requests.length

    await world.ended(await world.start(flow, { ...document, do: 503 }))

    expect(server.requests.length).toBe(before + 1)
  })
})
