import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationName } from '../../src/contract/operations.ts'
import { operations } from '../../src/contract/operations.ts'
import { single } from '../definitions.ts'
import type { Answer } from './any-operation.ts'
import { callOf } from './any-operation.ts'
import type { World } from './world.ts'
import { executionRoleArn, protocols, startWorld, testAlias } from './world.ts'

const arnOf = (kind: 'flow' | 'prompt', id: string) => `arn:aws:bedrock:us-east-1:123456789012:${kind}/${id}`
const id = expect.stringMatching(/^[0-9A-Z]{10}$/)
const times = { createdAt: expect.any(Date), updatedAt: expect.any(Date) }
const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
const customerEncryptionKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/aea0cafc-355a-40a3-84f8-d52855ed333e'
const variants = [
  {
    name: 'talk',
    templateType: 'CHAT',
    templateConfiguration: {
      chat: {
        system: [{ text: 'Be brief.' }],
        messages: [{ role: 'user', content: [{ text: 'Say {{text}}' }] }],
        inputVariables: [{ name: 'text' }],
        toolConfiguration: { tools: [{ toolSpec: { name: 't', inputSchema: { json: { type: 'object' } } } }], toolChoice: { auto: {} } },
      },
    },
    modelId: 'test.model',
    inferenceConfiguration: { text: { temperature: 0.7, topP: 0.9, maxTokens: 9, stopSequences: ['User:'] } },
    metadata: [{ key: 'team', value: 'a' }],
  },
]

describe.each(Object.keys(protocols) as (keyof typeof protocols)[])('over %s', (protocol) => {
  let world: World
  const called = new Set<OperationName>()
  const call = (name: OperationName, input?: object): Promise<Answer> => {
    called.add(name)
    return callOf(world)(name, input)
  }
  const ok = (body: object) => ({ status: 200, body })
  beforeAll(async () => {
    world = await startWorld({ protocol })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  it('a flow is created, shown, replaced, prepared, listed and deleted', async () => {
    const given = { name: 'poem', description: 'Poems', executionRoleArn, customerEncryptionKeyArn, definition: single }
    const made = await call('CreateFlow', { ...given, tags: { team: 'a' } })
    const flowId: string = made.body['id'] ?? ''
    const labels = { flowIdentifier: flowId }
    const shown = { id: flowId, arn: arnOf('flow', flowId), version: 'DRAFT', ...times }

    expect(made).toEqual({ status: 201, body: { ...given, ...shown, id, status: 'NotPrepared' } })
    expect(await call('ValidateFlowDefinition', { definition: given.definition })).toEqual(ok({ validations: [] }))
    expect(await call('PrepareFlow', labels)).toEqual({ status: 202, body: { id: flowId, status: 'Preparing' } })
    const prepared = { ...given, ...shown, status: 'Prepared', validations: [] }
    const { definition: _, ...metadata } = prepared
    expect(await call('GetFlow', { flowIdentifier: shown.arn })).toEqual(ok(prepared))
    expect(await call('GetFlow', { ...labels, includedData: 'METADATA_ONLY' })).toEqual(ok(metadata))
    const bare = { name: 'bare', executionRoleArn }
    expect(await call('UpdateFlow', { ...labels, ...bare })).toEqual(ok({ ...bare, ...shown, status: 'NotPrepared' }))
    const listed = await call('ListFlows')
    expect(listed).toEqual(ok({ flowSummaries: [{ name: 'bare', ...shown, status: 'NotPrepared' }] }))
    expect(await call('DeleteFlow', labels)).toEqual(ok({ id: flowId }))
    expect(await call('ListFlows')).toEqual(ok({ flowSummaries: [] }))
  })

  it('a version is made, shown, listed and deleted', async () => {
    const flowIdentifier = await world.flow(single)
    const labels = { flowIdentifier, flowVersion: '1' }
    const version = { id: flowIdentifier, arn: arnOf('flow', flowIdentifier), version: '1', status: 'Prepared', createdAt: times.createdAt }

    const made = await call('CreateFlowVersion', { flowIdentifier, description: 'First' })

    const { name } = (await call('GetFlow', { flowIdentifier })).body
    const whole = { ...version, name, description: 'First', executionRoleArn, definition: single }
    const { definition: _, ...metadata } = whole
    expect(made).toEqual({ status: 201, body: whole })
    expect(await call('GetFlowVersion', labels)).toEqual(ok(whole))
    expect(await call('GetFlowVersion', { ...labels, includedData: 'METADATA_ONLY' })).toEqual(ok(metadata))
    expect(await call('ListFlowVersions', { flowIdentifier })).toEqual(ok({ flowVersionSummaries: [version] }))
    expect(await call('DeleteFlowVersion', labels)).toEqual(ok({ id: flowIdentifier, version: '1' }))
    expect(await call('ListFlowVersions', { flowIdentifier })).toEqual(ok({ flowVersionSummaries: [] }))
  })

  it('an alias is made, shown, replaced, listed and deleted', async () => {
    const flowIdentifier = await world.flow(single)
    await call('CreateFlowVersion', { flowIdentifier })
    const given = {
      name: 'live',
      description: 'Live',
      routingConfiguration: [{ flowVersion: '1' }],
      concurrencyConfiguration: { type: 'Manual', maxConcurrency: 3 },
    }

    const made = await call('CreateFlowAlias', { flowIdentifier, ...given })

    const aliasIdentifier: string = made.body['id'] ?? ''
    const aliasOf = (alias: string) => ({
      flowId: flowIdentifier,
      id: alias,
      arn: `${arnOf('flow', flowIdentifier)}/alias/${alias}`,
      ...times,
    })
    expect(made).toEqual({ status: 201, body: { ...given, ...aliasOf(aliasIdentifier), id } })
    expect(await call('GetFlowAlias', { flowIdentifier, aliasIdentifier })).toEqual(ok({ ...given, ...aliasOf(aliasIdentifier) }))
    const bare = { name: 'bare', routingConfiguration: [{ flowVersion: 'DRAFT' }] }
    const changed = { ...bare, ...aliasOf(aliasIdentifier) }
    expect(await call('UpdateFlowAlias', { flowIdentifier, aliasIdentifier, ...bare })).toEqual(ok(changed))
    const test = { ...aliasOf(testAlias), name: testAlias, routingConfiguration: [{ flowVersion: 'DRAFT' }] }
    expect(await call('ListFlowAliases', { flowIdentifier })).toEqual(ok({ flowAliasSummaries: [changed, test] }))
    expect(await call('DeleteFlowAlias', { flowIdentifier, aliasIdentifier })).toEqual(ok({ flowId: flowIdentifier, id: aliasIdentifier }))
    expect(await call('ListFlowAliases', { flowIdentifier })).toEqual(ok({ flowAliasSummaries: [test] }))
  })

  it('a prompt is created, shown, versioned, replaced, listed and deleted', async () => {
    const given = { name: 'talk', description: 'Talks', customerEncryptionKeyArn, defaultVariant: 'talk', variants }
    const made = await call('CreatePrompt', { ...given, tags: { team: 'a' } })
    const promptIdentifier: string = made.body['id'] ?? ''
    const labels = { promptIdentifier }
    const arn = arnOf('prompt', promptIdentifier)
    const draft = { id: promptIdentifier, arn, version: 'DRAFT', ...times }

    expect(made).toEqual({ status: 201, body: { ...given, ...draft, id } })
    expect(await call('GetPrompt', labels)).toEqual(ok({ ...given, ...draft }))
    const { variants: _, ...metadata } = given
    expect(await call('GetPrompt', { ...labels, includedData: 'METADATA_ONLY' })).toEqual(ok({ ...metadata, ...draft }))
    const first = { ...draft, arn: `${arn}:1`, version: '1', description: 'First' }
    const versioned = await call('CreatePromptVersion', { ...labels, description: 'First' })
    expect(versioned).toEqual({ status: 201, body: { ...given, ...first } })
    expect(await call('UpdatePrompt', { ...labels, name: 'bare' })).toEqual(ok({ name: 'bare', ...draft }))
    expect(await call('GetPrompt', { promptIdentifier: first.arn })).toEqual(ok({ ...given, ...first }))
    expect(await call('ListPrompts')).toEqual(ok({ promptSummaries: [{ name: 'bare', ...draft }] }))
    const promptSummaries = [
      { name: 'bare', ...draft },
      { name: 'talk', ...first },
    ]
    expect(await call('ListPrompts', labels)).toEqual(ok({ promptSummaries }))
    expect(await call('DeletePrompt', { ...labels, promptVersion: '1' })).toEqual(ok({ id: promptIdentifier, version: '1' }))
    expect(await call('DeletePrompt', labels)).toEqual(ok({ id: promptIdentifier }))
    expect(await call('ListPrompts')).toEqual(ok({ promptSummaries: [] }))
  })

  it('tags are added, taken away and listed', async () => {
    const resourceArn = arnOf('flow', await world.flow(single))

    expect(await call('TagResource', { resourceArn, tags: { team: 'a', cost: '7 EUR' } })).toEqual(ok({}))
    expect(await call('UntagResource', { resourceArn, tagKeys: ['team', 'never there'] })).toEqual(ok({}))
    expect(await call('ListTagsForResource', { resourceArn })).toEqual(ok({ tags: { cost: '7 EUR' } }))
  })

  it('a flow runs, is watched and stopped', async () => {
    const flowIdentifier = await world.flow(single)
    const by = { flowIdentifier, flowAliasIdentifier: testAlias }
    const started = await call('StartFlowExecution', { ...by, inputs, flowExecutionName: 'run' })
    const executionArn = `${arnOf('flow', flowIdentifier)}/alias/${testAlias}/execution/run`
    const labels = { ...by, executionIdentifier: 'run' }
    await world.ended(labels)
    const ends = { executionArn, ...by, flowVersion: 'DRAFT', endedAt: expect.any(Date) }

    expect(started).toEqual(ok({ executionArn }))
    expect(await call('GetFlowExecution', labels)).toEqual(ok({ ...ends, status: 'Succeeded', startedAt: expect.any(Date) }))
    const flowExecutionSummaries = [{ ...ends, status: 'Succeeded', createdAt: expect.any(Date) }]
    expect(await call('ListFlowExecutions', { flowIdentifier })).toEqual(ok({ flowExecutionSummaries }))
    const event = (nodeName: string, document: string) => ({
      nodeName,
      timestamp: expect.any(Date),
      fields: [{ name: 'document', content: { document } }],
    })
    const flowExecutionEvents = [{ flowInputEvent: event('Start', 'tea') }, { flowOutputEvent: event('End', 'Ask tea') }]
    expect(await call('ListFlowExecutionEvents', { ...labels, eventType: 'Flow' })).toEqual(ok({ flowExecutionEvents }))
    const snapshot = { ...by, flowVersion: 'DRAFT', executionRoleArn, definition: expect.any(String) }
    expect(await call('GetExecutionFlowSnapshot', labels)).toEqual(ok(snapshot))
    const endless = await world.start(flowIdentifier, 'endless')
    expect(await call('StopFlowExecution', endless)).toEqual(ok({ executionArn: endless.executionIdentifier, status: 'Aborted' }))
    const invoked = await call('InvokeFlow', { ...by, inputs })
    expect(await streamed(invoked)).toEqual([
      { flowOutputEvent: { nodeName: 'End', nodeType: 'FlowOutputNode', content: { document: 'Ask tea' } } },
      { flowCompletionEvent: { completionReason: 'SUCCESS' } },
    ])
  })

  it('no operation of the contract was left out', () => {
    expect([...called].toSorted()).toEqual(Object.keys(operations).toSorted())
  })
})

const streamed = async ({ body }: Answer): Promise<readonly unknown[]> => {
  const events: unknown[] = []
  for await (const event of body['responseStream'] as unknown as AsyncIterable<unknown>) events.push(event)
  return events
}
