import { GetFlowExecutionCommand, InvokeFlowCommand, StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import type { FlowResponseStream, InvokeFlowCommandInput } from '@aws-sdk/client-bedrock-agent-runtime'
import { CreateFlowCommand } from '@aws-sdk/client-bedrock-agent'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExecution } from '../../examples/read-execution.ts'
import { routed, single } from '../definitions.ts'
import { signature } from '../fire/client.ts'
import type { World } from './world.ts'
import { executionRoleArn, protocols, startWorld, testAlias, until } from './world.ts'

const inputOf = (document: unknown) => [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: document as never } }]

describe.each(Object.keys(protocols) as (keyof typeof protocols)[])('InvokeFlow over %s', (protocol) => {
  let world: World
  let asks: string
  beforeAll(async () => {
    world = await startWorld({ protocol })
    asks = await world.flow(single)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const invoke = (flowIdentifier: string, document: unknown, more: Partial<InvokeFlowCommandInput> = {}) =>
    world.runtime.send(new InvokeFlowCommand({ flowIdentifier, flowAliasIdentifier: testAlias, inputs: inputOf(document), ...more }))
  const all = async (stream: AsyncIterable<FlowResponseStream> | undefined): Promise<FlowResponseStream[]> => {
    const events: FlowResponseStream[] = []
    for await (const event of stream ?? []) events.push(event)
    return events
  }
  /** The client throws an exception as soon as it has read it, be it as the first. */
  const read = async (flow: string, document: unknown) => all((await invoke(flow, document)).responseStream)
  const stateOf = async (executionId: string | undefined) => {
    const arn = `arn:aws:bedrock:us-east-1:123456789012:flow/${asks}/alias/${testAlias}/execution/${executionId}`
    return readExecution(world.runtime, world.endpoint, arn)
  }

  it('streams the output, and then says that it is complete', async () => {
    const { executionId, responseStream } = await invoke(asks, 'tea')

    expect(await all(responseStream)).toEqual([
      { flowOutputEvent: { nodeName: 'End', nodeType: 'FlowOutputNode', content: { document: 'Ask tea' } } },
      { flowCompletionEvent: { completionReason: 'SUCCESS' } },
    ])
    expect(executionId).toMatch(/^[0-9a-f-]{36}$/)
    expect((await stateOf(executionId)).execution).toMatchObject({ kind: 'invoke', status: 'Succeeded', name: executionId })
  })

  it('tells every step when it is asked to, as it happens', async () => {
    const words = 'word '.repeat(100)
    const { responseStream } = await invoke(asks, words, { enableTrace: true })
    const events = responseStream?.[Symbol.asyncIterator]()

    const first = await events?.next()
    const second = await events?.next()
    await until(() => world.models.openStreams() > 0)
    let rest = await events?.next()
    while (rest?.done === false) rest = await events?.next()

    const fields = [
      {
        nodeOutputName: 'document',
        type: 'STRING',
        content: { document: words },
        next: [{ nodeName: 'Ask', inputFieldName: 'text' }],
      },
    ]
    expect(first?.value).toEqual({
      flowTraceEvent: { trace: { nodeOutputTrace: { nodeName: 'Start', timestamp: expect.any(Date), fields } } },
    })
    expect(second?.value?.flowTraceEvent?.trace?.nodeInputTrace?.nodeName).toBe('Ask')
  })

  it('tells the steps of a flow in their order, without the branch that was not taken', async () => {
    const flow = await world.flow(routed)

    const { responseStream } = await invoke(flow, { amount: 1, text: 'tea' }, { enableTrace: true })
    const events = await all(responseStream)

    const told = events.map(({ flowTraceEvent, ...rest }) => {
      const [kind, step] = Object.entries(flowTraceEvent?.trace ?? rest)[0] ?? []
      return `${kind} ${(step as { nodeName?: string }).nodeName ?? ''}`.trim()
    })
    expect(told).toEqual([
      'nodeOutputTrace Start',
      'nodeInputTrace Route',
      'conditionNodeResultTrace Route',
      'nodeInputTrace Small',
      'nodeActionTrace Small',
      'nodeOutputTrace Small',
      'nodeInputTrace SmallEnd',
      'flowOutputEvent SmallEnd',
      'flowCompletionEvent',
    ])
  })

  it('ends in an exception that the client throws', async () => {
    await expect(read(asks, { no: 'text' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Expected type for Node Output document of Node Start to be STRING. Actual type is OBJECT.',
    })
  })

  it('says in the stream that the alias is not prepared', async () => {
    const { id = '' } = await world.build.send(new CreateFlowCommand({ name: 'unprepared', executionRoleArn }))

    await expect(read(id, 'tea')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^The flow alias is not in prepared state\. Retry the request when the state is prepared\./),
    })
  })

  it.each<[string, Partial<InvokeFlowCommandInput>, string]>([
    ['an unknown flow', { flowIdentifier: 'AAAAAAAAAA' }, 'ResourceNotFoundException'],
    ['an unknown alias', { flowAliasIdentifier: 'AAAAAAAAAA' }, 'ResourceNotFoundException'],
    ['an unknown execution', { executionId: 'unknown' }, 'ResourceNotFoundException'],
    ['an unknown node', { inputs: [{ nodeName: 'Nobody', content: { document: 'tea' } }] }, 'ValidationException'],
  ])('refuses %s before it streams', async (_, change, name) => {
    await expect(invoke(asks, 'tea', change)).rejects.toMatchObject({ name })
  })

  it('refuses to go on with a run that waits for no answer', async () => {
    const { executionId, responseStream } = await invoke(asks, 'tea')
    await all(responseStream)

    await expect(invoke(asks, 'tea', { executionId })).rejects.toMatchObject({
      name: 'ConflictException',
      message: `Execution ${executionId} is Succeeded and waits for no answer. Leave executionId out to start another.`,
    })
  })

  it('is listed by its kind, newest first, page by page', async () => {
    const first = await invoke(asks, 'tea')
    await all(first.responseStream)
    const second = await invoke(asks, 'tea')
    await all(second.responseStream)
    await world.ended(await world.start(asks, 'tea'))
    const list = async (query: string) =>
      (await (await fetch(`${world.endpoint}/sluice/v1/executions?${query}`, { headers: signature() })).json()) as {
        executions: { name: string; kind: string }[]
        nextToken?: string
      }

    const page = await list(`flow=${asks}&kind=invoke&status=Succeeded&maxResults=1`)
    const next = await list(`flow=${asks}&kind=invoke&status=Succeeded&maxResults=1&nextToken=${page.nextToken}`)

    expect([...page.executions, ...next.executions].map(({ name, kind }) => [name, kind])).toEqual([
      [second.executionId, 'invoke'],
      [first.executionId, 'invoke'],
    ])
    expect((await list(`flow=${asks}`)).executions[0]).toMatchObject({ kind: 'async', status: 'Succeeded' })
    expect(await list('kind=other')).toMatchObject({ message: expect.stringContaining('kind') })
  })

  it('is no asynchronous execution', async () => {
    const { executionId, responseStream } = await invoke(asks, 'tea')
    await all(responseStream)
    const labels = { flowIdentifier: asks, flowAliasIdentifier: testAlias, executionIdentifier: executionId }

    for (const command of [new GetFlowExecutionCommand(labels), new StopFlowExecutionCommand(labels)])
      await expect(world.runtime.send(command as GetFlowExecutionCommand)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})
