import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeFlowCommand, StopFlowExecutionCommand, paginateListFlowExecutionEvents } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExecution, type ExecutionView } from '../../examples/read-execution.ts'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { refining, refiningEach, undecided } from '../control-flow.ts'
import { data, input, iterator, output, prompt } from '../definitions.ts'
import { each } from '../engine/told.ts'
import type { Labels, World, WorldOptions } from './world.ts'
import { startWorld, testAlias, until } from './world.ts'

/** Each, Ask for each element, and an Output of its own for each. */
const eachOut: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), prompt('Ask'), output('End')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'Ask.text'), data('Ask', 'End.document')],
}
const passing: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), output('End')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'End.document')],
}
/** Elements that go nowhere. */
const idle: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), output('End', '$.data', 'Array')],
  connections: [data('Start', 'Each.array'), data('Start', 'End.document')],
}
/** What the model says of a draft: after two drafts it is done. */
const improved: Readonly<Record<string, string>> = { 'Ask go': 'once', 'Ask once': 'twice', 'Ask twice': 'done' }
let patient = true
const answer = (said: string): string => {
  if (patient && said.includes('endless')) return 'word '.repeat(5_000)
  return improved[said] ?? (said.includes('then') ? 'endless' : 'done')
}

const eventsOf = async ({ runtime }: World, labels: Labels, eventType: 'Node' | 'Flow') =>
  (await Array.fromAsync(paginateListFlowExecutionEvents({ client: runtime }, { ...labels, eventType }))).flatMap(
    ({ flowExecutionEvents = [] }) => flowExecutionEvents,
  )

const outputsOf = async (world: World, labels: Labels) =>
  (await eventsOf(world, labels, 'Flow')).flatMap(({ flowOutputEvent }) =>
    flowOutputEvent ? [[flowOutputEvent.nodeName, flowOutputEvent.fields?.[0]?.content?.document]] : [],
  )

const viewOf = (world: World, { executionIdentifier }: Labels): Promise<ExecutionView> =>
  readExecution(world.runtime, world.endpoint, executionIdentifier)

const proofOf = async (world: World, labels: Labels): Promise<NonNullable<ExecutionView['stopProof']>> => {
  for (;;) {
    const { stopProof } = await viewOf(world, labels)
    if (stopProof?.state === 'complete') return stopProof
    await sleep(20)
  }
}

const invoke = async ({ runtime }: World, flowIdentifier: string, document: unknown) => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: document as never } }]
  const { responseStream } = await runtime.send(new InvokeFlowCommand({ flowIdentifier, flowAliasIdentifier: testAlias, inputs }))
  return Array.fromAsync(responseStream ?? [])
}

/** Both ways to run a flow that fails say the same of it. */
const failureOf = async (world: World, definition: FlowDefinition, document: unknown) => {
  const flow = await world.flow(definition)
  const labels = await world.start(flow, document)
  const { status, errors } = await world.ended(labels)
  const failures = (await eventsOf(world, labels, 'Node')).flatMap(({ nodeFailureEvent }) => nodeFailureEvent ?? [])
  const [thrown] = await Promise.allSettled([invoke(world, flow, document)])
  return { status, errors, failures, thrown: thrown.status === 'rejected' ? (thrown.reason as Error) : undefined }
}

describe('control flow', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ protocol: 'HTTP/2', answer, shutdownSeconds: 0 })
  })
  afterAll(() => world[Symbol.asyncDispose]())
  const prompts = (): readonly string[] => world.closedCalls.map(({ prompt: said }) => said)

  it('visits each element in order, and gathers what came', async () => {
    const labels = await world.start(await world.flow(each), ['go', 'once', 'twice'])

    expect((await world.ended(labels)).status).toBe('Succeeded')
    expect(await outputsOf(world, labels)).toEqual([['End', ['once', 'twice', 'done']]])
    const chains = (await eventsOf(world, labels, 'Node')).flatMap(
      ({ nodeInputEvent }) => nodeInputEvent?.fields?.map(({ executionChain }) => [nodeInputEvent.nodeName, executionChain]) ?? [],
    )
    expect(chains.filter(([node]) => node === 'Ask')).toEqual(
      [0, 1, 2].map((index) => ['Ask', [{ nodeName: 'Each', type: 'Iterator', index }]]),
    )
  })

  it('streams one output for each element without a Collector', async () => {
    const told = await invoke(world, await world.flow(eachOut), ['go', 'once'])

    expect(told).toEqual([
      { flowOutputEvent: { nodeName: 'End', nodeType: 'FlowOutputNode', content: { document: 'once' } } },
      { flowOutputEvent: { nodeName: 'End', nodeType: 'FlowOutputNode', content: { document: 'twice' } } },
      { flowCompletionEvent: { completionReason: 'SUCCESS' } },
    ])
    expect(await invoke(world, await world.flow(eachOut), [])).toEqual([{ flowCompletionEvent: { completionReason: 'SUCCESS' } }])
  })

  it('repeats a Loop while its condition holds', async () => {
    const labels = await world.start(await world.flow(refining()), 'go')

    expect((await world.ended(labels)).status).toBe('Succeeded')
    expect(await outputsOf(world, labels)).toEqual([
      ['End', 'done'],
      ['Count', 3],
    ])
  })

  it('sums up an execution by node, whatever the number of visits', async () => {
    const labels = await world.start(await world.flow(refiningEach), ['go', 'once'])

    await world.ended(labels)

    const done = (node: string, visits: number, more = {}) => ({ node, done: visits, running: 0, failed: 0, retries: 0, ...more })
    expect((await viewOf(world, labels)).nodes).toEqual([
      done('Start', 1),
      done('Each', 1, { elements: 2, arraySize: 2 }),
      done('Refine', 2),
      done('Refine/Begin', 5),
      done('Refine/Ask', 5),
      done('Refine/Control', 5),
      done('Gather', 1, { elements: 2 }),
      done('End', 1),
    ])
  })

  it.each<[string, FlowDefinition, unknown, string, RegExp]>([
    [
      'what is no array',
      { ...passing, nodes: [input('Object'), iterator('Each', 'String', '$.data.items'), output('End')] },
      { items: 'tea' },
      'Each',
      /array.*ARRAY.*STRING/,
    ],
    ['an element of another type', each, ['go', 1], 'Each', /arrayItem.*STRING.*NUMBER/],
    [
      'a Loop that nothing decides',
      undecided,
      'go',
      'Control',
      /^Node Control was not reached: nothing decides whether the loop goes on\.$/,
    ],
  ])('fails for %s, by code and message', async (_, definition, document, nodeName, message) => {
    const { status, errors, failures, thrown } = await failureOf(world, definition, document)

    expect([status, errors]).toEqual(['Failed', [expect.objectContaining({ nodeName })]])
    expect(failures).toEqual([expect.objectContaining({ nodeName, errorCode: 'VALIDATION', errorMessage: expect.stringMatching(message) })])
    expect(thrown).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) })
  })

  it.each<[string, FlowDefinition, unknown, number, string]>([
    ['an element', each, ['go', 'endless', 'once'], 1, 'Each:1'],
    ['an iteration', refining(), 'then', 1, 'Refine:1'],
    ['an iteration of an element', refiningEach, ['go', 'then'], 4, 'Each:1/Refine:1'],
  ])(
    'stops in the middle of %s: the socket closes, nothing runs on, the proof says where',
    async (_, definition, document, before, path) => {
      const calls = world.closedCalls.length
      const labels = await world.start(await world.flow(definition), document)
      await until(() => world.closedCalls.length === calls + before && world.models.openStreams() === 1)

      await world.runtime.send(new StopFlowExecutionCommand(labels))
      const requests = world.models.requests()
      const atTheStop = await eventsOf(world, labels, 'Node')
      const proof = await proofOf(world, labels)
      await until(() => world.models.openStreams() === 0)
      await sleep(200)

      expect(proof.visits).toEqual([expect.objectContaining({ node: 'Ask', path, outcome: 'released', tokensAfter: 0 })])
      expect(world.closedCalls.at(-1)).toMatchObject({ finished: false })
      expect(world.models.requests()).toBe(requests)
      expect(await eventsOf(world, labels, 'Node')).toEqual(atTheStop)
      expect((await viewOf(world, labels)).nodes.every(({ running }) => running === 0)).toBe(true)
    },
  )

  it('goes on after a restart in the very iteration of the very element, and repeats nothing that was over', async () => {
    const labels = await world.start(await world.flow(refiningEach), ['restart a', 'restart then', 'restart b'])
    await until(() => prompts().includes('Ask restart then') && world.models.openStreams() > 0)

    patient = false
    await world.restart()
    const { status } = await world.ended(labels)
    patient = true

    expect(status).toBe('Succeeded')
    expect(await outputsOf(world, labels)).toEqual([['End', ['done', 'done', 'done']]])
    expect(prompts().filter((said) => said.includes('restart'))).toEqual(['Ask restart a', 'Ask restart then', 'Ask restart b'])
    const visits = (await eventsOf(world, labels, 'Node')).flatMap(({ nodeOutputEvent }) => nodeOutputEvent?.nodeName ?? [])
    expect(visits.filter((node) => node === 'Ask')).toHaveLength(4)
  })
})

describe('control flow within bounds', () => {
  const limits: WorldOptions['limits'] = { visits: 60, events: 200, collectedBytes: 100, executionBytes: 50_000, iteratorConcurrency: 3 }
  let world: World
  beforeAll(async () => {
    world = await startWorld({ protocol: 'HTTP/1.1', answer, limits })
  })
  afterAll(() => world[Symbol.asyncDispose]())
  const many = (count: number, text: string): readonly string[] => Array.from({ length: count }, () => text)

  it.each<[string, FlowDefinition, unknown, RegExp]>([
    ['visits', passing, many(70, 'a'), /limit of 60 visits of nodes \(setting limits\.visits\)/],
    ['events', idle, many(300, 'a'), /limit of 200 events \(setting limits\.events\)/],
    ['executionBytes', passing, many(5, 'x'.repeat(3_000)), /limit of 50000 bytes of values and paths \(setting limits\.executionBytes\)/],
    ['collectedBytes', each, many(60, 'once'), /Node Gather has gathered more than 100 bytes \(setting limits\.collectedBytes\)/],
  ])('fails when it would go beyond limits.%s, and names it', async (_, definition, document, message) => {
    const { status, failures, thrown } = await failureOf(world, definition, document)

    expect(status).toBe('Failed')
    expect(failures).toEqual([expect.objectContaining({ errorCode: 'VALIDATION', errorMessage: expect.stringMatching(message) })])
    expect(thrown).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) })
  })

  it('has as many elements under way as the configuration says, and a stop ends them all', async () => {
    const labels = await world.start(await world.flow(each), many(5, 'endless'))
    await until(() => world.models.openStreams() === 3)
    await sleep(100)
    const requests = world.models.requests()

    await world.runtime.send(new StopFlowExecutionCommand(labels))
    const { visits } = await proofOf(world, labels)
    await until(() => world.models.openStreams() === 0)

    expect(new Set(visits.map(({ path }) => path))).toEqual(new Set(['Each:0', 'Each:1', 'Each:2']))
    expect(visits.every(({ outcome, tokensAfter }) => outcome === 'released' && tokensAfter === 0)).toBe(true)
    expect(world.models.requests()).toBe(requests)
  })
})
