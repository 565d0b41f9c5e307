import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvokeFlowCommand, StopFlowExecutionCommand, paginateListFlowExecutionEvents } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readExecution } from '../../examples/read-execution.ts'
import type { S3Server } from '../../src/providers/object-store/s3/s3-server.contract.ts'
import { refuse, startS3Server } from '../../src/providers/object-store/s3/s3-server.contract.ts'
import { data, input, output, retrieval, storage } from '../definitions.ts'
import type { Labels, World } from './world.ts'
import { startWorld, testAlias, until } from './world.ts'

/** Copies an object from one bucket into another. */
const copying = {
  nodes: [
    input('Object'),
    retrieval('Load', 'source', '$.data.from'),
    storage('Save', 'target', { content: ['$.data', 'String'], objectKey: ['$.data.to', 'String'] }),
    output('End'),
  ],
  connections: [
    data('Start', 'Load.objectKey'),
    data('Load.s3Content', 'Save.content'),
    data('Start', 'Save.objectKey'),
    data('Save.s3Uri', 'End.document'),
  ],
}
const document = { from: 'in/a.txt', to: 'out/b.txt' }

let s3: S3Server
let directory = ''
let world: World
let flow: string
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  directory = await mkdtemp(join(tmpdir(), 'sluice-buckets-'))
  s3 = await startS3Server()
  const buckets = [
    { match: 'source', s3: { region: 'us-east-1', endpointUrl: s3.endpointUrl } },
    { match: 'target', directory },
  ]
  world = await startWorld({ protocol: 'HTTP/2', buckets })
  flow = await world.flow(copying)
  s3.objects.set('/source/in/a.txt', Buffer.from('grüezi'))
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await s3[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
  vi.unstubAllEnvs()
})

const invoke = async (value: unknown) => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: value as never } }]
  const labels = { flowIdentifier: flow, flowAliasIdentifier: testAlias }
  const { responseStream = [] } = await world.runtime.send(new InvokeFlowCommand({ ...labels, inputs, enableTrace: true }))
  return Array.fromAsync(responseStream as AsyncIterable<object>)
}

const nodeEvents = async (labels: Labels) => {
  const events = []
  for await (const page of paginateListFlowExecutionEvents({ client: world.runtime }, { ...labels, eventType: 'Node' }))
    events.push(...(page.flowExecutionEvents ?? []))
  return events
}

const timestamp = expect.any(Date)
const requestId = expect.stringMatching(/./)
const string = (content: string) => ({ type: 'STRING', content: { document: content } })
const from = (nodeName: string, outputFieldName: string, expression: string) => ({ source: { nodeName, outputFieldName, expression } })
const to = (nodeName: string, inputFieldName: string) => ({ next: [{ nodeName, inputFieldName }] })
const contentType = 'text/plain; charset=utf-8'
const facts = {
  key: { ...string('in/a.txt'), ...from('Start', 'document', '$.data.from') },
  got: {
    nodeName: 'Load',
    timestamp,
    serviceName: 's3',
    operationName: 'GetObject',
    requestId,
    operationRequest: { bucket: 'source', key: 'in/a.txt' },
    operationResponse: { contentLength: 7, contentType: expect.stringMatching(/./), eTag: '"7"' },
  },
  text: { ...string('grüezi'), ...to('Save', 'content') },
  content: { ...string('grüezi'), ...from('Load', 's3Content', '$.data') },
  target: { ...string('out/b.txt'), ...from('Start', 'document', '$.data.to') },
  kept: {
    nodeName: 'Save',
    timestamp,
    serviceName: 's3',
    operationName: 'PutObject',
    requestId,
    operationRequest: { bucket: 'target', key: 'out/b.txt', contentType, contentLength: 7 },
    operationResponse: { contentLength: 7, contentType },
  },
  uri: { ...string('s3://target/out/b.txt'), ...to('End', 'document') },
}

describe('Retrieval and Storage nodes', () => {
  it('have an input, an action and an output in the events of an asynchronous execution', async () => {
    const labels = await world.start(flow, document)
    const { status } = await world.ended(labels)

    const events = await nodeEvents(labels)

    expect(status).toBe('Succeeded')
    expect(events.slice(1, -1)).toEqual([
      { nodeInputEvent: { nodeName: 'Load', timestamp, fields: [{ name: 'objectKey', ...facts.key }] } },
      { nodeActionEvent: facts.got },
      { nodeOutputEvent: { nodeName: 'Load', timestamp, fields: [{ name: 's3Content', ...facts.text }] } },
      {
        nodeInputEvent: {
          nodeName: 'Save',
          timestamp,
          fields: [
            { name: 'content', ...facts.content },
            { name: 'objectKey', ...facts.target },
          ],
        },
      },
      { nodeActionEvent: facts.kept },
      { nodeOutputEvent: { nodeName: 'Save', timestamp, fields: [{ name: 's3Uri', ...facts.uri }] } },
    ])
    expect(await readFile(join(directory, 'out/b.txt'), 'utf8')).toBe('grüezi')
  })

  it('have the same in the traces of InvokeFlow', async () => {
    const told = await invoke(document)

    expect(told.slice(1, 7)).toEqual(
      [
        { nodeInputTrace: { nodeName: 'Load', timestamp, fields: [{ nodeInputName: 'objectKey', ...facts.key }] } },
        { nodeActionTrace: facts.got },
        { nodeOutputTrace: { nodeName: 'Load', timestamp, fields: [{ nodeOutputName: 's3Content', ...facts.text }] } },
        {
          nodeInputTrace: {
            nodeName: 'Save',
            timestamp,
            fields: [
              { nodeInputName: 'content', ...facts.content },
              { nodeInputName: 'objectKey', ...facts.target },
            ],
          },
        },
        { nodeActionTrace: facts.kept },
        { nodeOutputTrace: { nodeName: 'Save', timestamp, fields: [{ nodeOutputName: 's3Uri', ...facts.uri }] } },
      ].map((trace) => ({ flowTraceEvent: { trace } })),
    )
  })

  it.each<[string, Partial<typeof document>, string, string, string, string]>([
    ['no object', { from: 'none' }, 'Load', 'DEPENDENCY_FAILED', 'DependencyFailedException', 'There is no object s3://source/none'],
    ['a hostile key', { to: '../b.txt' }, 'Save', 'VALIDATION', 'ValidationException', "has the segment '.' or '..'"],
    ['no text', { from: 'binary' }, 'Load', 'VALIDATION', 'ValidationException', 'Object s3://source/binary is not UTF-8 text'],
    ['too much', { from: 'large' }, 'Load', 'VALIDATION', 'ValidationException', '6291456 bytes (setting limits.valueBytes)'],
  ])('fail at %s by its code, and name what failed', async (_, changes, nodeName, errorCode, name, words) => {
    s3.objects.set('/source/binary', Buffer.from([0xff])).set('/source/large', Buffer.alloc(6_291_457, 'x'))
    const value = { ...document, ...changes }
    const labels = await world.start(flow, value)
    const { status, errors } = await world.ended(labels)

    const message = expect.stringContaining(words)
    expect([status, errors]).toEqual(['Failed', [{ nodeName, message }]])
    expect((await nodeEvents(labels)).at(-1)).toEqual({
      nodeFailureEvent: { nodeName, timestamp, errorCode, errorMessage: message },
    })
    const resource = errorCode === 'VALIDATION' ? {} : { resourceName: 'arn:aws:s3:::source' }
    await expect(invoke(value)).rejects.toMatchObject({ name, message, ...resource })
  })

  it('whose bucket no entry matches fail and name the setting', async () => {
    await using bare = await startWorld({ protocol: 'HTTP/1.1' })

    const { errors } = await bare.ended(await bare.start(await bare.flow(copying), document))

    expect(errors).toEqual([{ nodeName: 'Load', message: 'No bucket is configured for source: add an entry to buckets that matches it.' }])
  })

  it('are tried again after what may pass', async () => {
    const passing = [500, 503]
    const answer = (response: ServerResponse): void => {
      const status = passing.pop()
      if (status === undefined) s3.answer = undefined
      if (status === undefined) response.writeHead(200, { 'content-length': 2 }).end('ok')
      else refuse(response, status, 'SlowDown', 'Later.')
    }
    s3.answer = answer
    const labels = await world.start(flow, document)

    const { status } = await world.ended(labels)

    expect(status).toBe('Succeeded')
    const { nodes } = await readExecution(world.runtime, world.endpoint, labels.executionIdentifier)
    expect(nodes).toContainEqual({ node: 'Load', done: 1, running: 0, failed: 0, retries: 2 })
  })

  it('read a document of the declared type, and refuse another', async () => {
    await writeFile(join(directory, 'list.json'), '[1,2]')
    const typed = (type: 'Array' | 'Object') => ({
      nodes: [input(), retrieval('Load', 'target', '$.data', type), output('End', '$.data', type)],
      connections: [data('Start', 'Load.objectKey'), data('Load.s3Content', 'End.document')],
    })
    const errorsAs = async (type: 'Array' | 'Object') =>
      (await world.ended(await world.start(await world.flow(typed(type)), 'list.json'))).errors

    expect(await errorsAs('Array')).toBeUndefined()
    expect(await errorsAs('Object')).toEqual([
      { nodeName: 'Load', message: 'Expected type for Node Output s3Content of Node Load to be OBJECT. Actual type is ARRAY.' },
    ])
  })
})

describe('a stop in the middle of an object', () => {
  const stopped = async (labels: Labels) => {
    await world.runtime.send(new StopFlowExecutionCommand(labels))
    let view = await readExecution(world.runtime, world.endpoint, labels.executionIdentifier)
    while (view.stopProof?.state !== 'complete') view = await readExecution(world.runtime, world.endpoint, labels.executionIdentifier)
    return view
  }

  it("closes S3's socket, proves it, and nothing is stored", async () => {
    let sending = false
    s3.answer = (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('the beginning')
      sending = true
    }
    const labels = await world.start(flow, { ...document, to: 'never.txt' })
    await until(() => sending)

    const { execution, stopProof } = await stopped(labels)
    s3.answer = undefined

    await until(() => s3.openSockets() === 0)
    expect([execution.status, stopProof?.visits]).toEqual([
      'Aborted',
      [expect.objectContaining({ node: 'Load', outcome: 'released', bytesAfter: 0 })],
    ])
    expect(await readdir(directory)).not.toContain('never.txt')
  })
})
