import {
  CreateFlowAliasCommand,
  CreateFlowCommand,
  CreateFlowVersionCommand,
  GetFlowAliasCommand,
  GetFlowCommand,
  ListFlowsCommand,
  PrepareFlowCommand,
  ValidateFlowDefinitionCommand,
  paginateListFlows,
} from '@aws-sdk/client-bedrock-agent'
import {
  GetExecutionFlowSnapshotCommand,
  StartFlowExecutionCommand,
  paginateListFlowExecutionEvents,
  paginateListFlowExecutions,
} from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { chain, data, output, single } from '../definitions.ts'
import type { World } from './world.ts'
import { executionRoleArn, protocols, startWorld, testAlias } from './world.ts'

const collect = async <Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => readonly Item[] | undefined) => {
  const all: Item[][] = []
  for await (const page of pages) all.push([...(items(page) ?? [])])
  return all
}

describe.each(Object.keys(protocols) as (keyof typeof protocols)[])('the life of a flow over %s', (protocol) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ protocol })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  it('goes from its creation to a version and an alias that runs it', async () => {
    const { build, runtime } = world
    const definition = structuredClone(single) as never

    const created = await build.send(new CreateFlowCommand({ name: 'poem', executionRoleArn, definition }))
    const flowIdentifier = created.id ?? ''
    const preparing = await build.send(new PrepareFlowCommand({ flowIdentifier }))
    const prepared = await build.send(new GetFlowCommand({ flowIdentifier: created.arn }))
    const version = await build.send(new CreateFlowVersionCommand({ flowIdentifier }))
    const routingConfiguration = [{ flowVersion: '1' }]
    const alias = await build.send(new CreateFlowAliasCommand({ flowIdentifier, name: 'live', routingConfiguration }))
    const shown = await build.send(new GetFlowAliasCommand({ flowIdentifier, aliasIdentifier: alias.id }))
    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
    const labels = { flowIdentifier, flowAliasIdentifier: alias.id ?? '' }
    const { executionArn = '' } = await runtime.send(new StartFlowExecutionCommand({ ...labels, inputs }))
    const execution = await world.ended({ ...labels, executionIdentifier: executionArn })
    const snapshot = await runtime.send(new GetExecutionFlowSnapshotCommand({ ...labels, executionIdentifier: executionArn }))

    expect([created.status, created.$metadata.httpStatusCode]).toEqual(['NotPrepared', 201])
    expect([preparing.status, preparing.$metadata.httpStatusCode]).toEqual(['Preparing', 202])
    expect(prepared).toMatchObject({ status: 'Prepared', validations: [], version: 'DRAFT', definition: single })
    expect([version.version, version.status]).toEqual(['1', 'Prepared'])
    expect(shown).toMatchObject({ name: 'live', routingConfiguration })
    expect(execution).toMatchObject({ status: 'Succeeded', flowVersion: '1', flowAliasIdentifier: alias.id })
    expect(JSON.parse(snapshot.definition ?? '')).toEqual(single)
  })

  it('finds without a flow what a preparation would find, and refuses what a flow could not have', async () => {
    const { build } = world
    const broken = { ...single, connections: [data('Nobody', 'Ask.text'), data('Ask', 'End.document')] }
    const twice = { ...single, nodes: [...(single.nodes ?? []), output('End')] }
    const validate = (definition: FlowDefinition) =>
      build.send(new ValidateFlowDefinitionCommand({ definition: structuredClone(definition) as never }))
    const { flowSummaries: before } = await build.send(new ListFlowsCommand({}))

    const sound = await validate(single)
    const { validations } = await validate(broken)
    const refused = await validate(twice).catch((error: unknown) => error)
    const { flowSummaries: after } = await build.send(new ListFlowsCommand({}))

    expect([sound.$metadata.httpStatusCode, sound.validations]).toEqual([200, []])
    expect(validations?.[0]).toEqual({
      severity: 'Error',
      type: 'UnknownConnectionSource',
      message: 'Connection NobodyToAsktext references an unknown source node, Nobody.',
      details: { unknownConnectionSource: { connection: 'NobodyToAsktext' } },
    })
    expect(refused).toMatchObject({ name: 'ValidationException', message: 'Node name End must be unique.' })
    expect(after).toEqual(before)
  })

  it('shows what happened in an execution, page after page', async () => {
    const { runtime } = world
    const labels = await world.start(await world.flow(chain(4)), 'tea')
    await world.ended(labels)

    const nodes = await collect(
      paginateListFlowExecutionEvents({ client: runtime }, { ...labels, eventType: 'Node' }),
      (page) => page.flowExecutionEvents,
    )
    const flow = await collect(
      paginateListFlowExecutionEvents({ client: runtime }, { ...labels, eventType: 'Flow' }),
      (page) => page.flowExecutionEvents,
    )

    expect(nodes.map((page) => page.length)).toEqual([10, 4])
    expect(nodes[0]?.slice(0, 4).map((event) => Object.entries(event).map(([kind, { nodeName }]) => [kind, nodeName]))).toEqual([
      [['nodeOutputEvent', 'Start']],
      [['nodeInputEvent', 'Ask0']],
      [['nodeActionEvent', 'Ask0']],
      [['nodeOutputEvent', 'Ask0']],
    ])
    expect(flow.flat()).toEqual([
      { flowInputEvent: { nodeName: 'Start', timestamp: expect.any(Date), fields: [{ name: 'document', content: { document: 'tea' } }] } },
      {
        flowOutputEvent: {
          nodeName: 'End',
          timestamp: expect.any(Date),
          fields: [{ name: 'document', content: { document: 'Ask3 Ask2 Ask1 Ask0 tea' } }],
        },
      },
    ])
  })

  it('lists flows and executions, newest first', async () => {
    const { build, runtime } = world
    const flowIdentifier = await world.flow(single)
    const started = []
    for (let count = 0; count < 12; count++) started.push(await world.start(flowIdentifier, 'tea'))

    const executions = await collect(
      paginateListFlowExecutions({ client: runtime }, { flowIdentifier, flowAliasIdentifier: testAlias }),
      (page) => page.flowExecutionSummaries,
    )
    const flows = await collect(paginateListFlows({ client: build }, { maxResults: 1 }), (page) => page.flowSummaries)

    expect(executions.map((page) => page.length)).toEqual([10, 2])
    expect(executions.flat().map(({ executionArn }) => executionArn)).toEqual(
      started.map((labels) => labels.executionIdentifier).toReversed(),
    )
    expect(flows.flat().map(({ id }) => id)).toContain(flowIdentifier)
  })
})
