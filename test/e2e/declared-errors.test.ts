import { resolve } from 'node:path'
import * as buildTime from '@aws-sdk/client-bedrock-agent'
import * as runTime from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExceptionName } from '../../src/contract/exceptions.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { operations } from '../../src/contract/operations.ts'
import { single } from '../definitions.ts'
import { callOf } from './any-operation.ts'
import type { World } from './world.ts'
import { executionRoleArn, protocols, startWorld, testAlias } from './world.ts'

/** What no request brings about by itself: credentials, load, bugs and what a flow depends on. */
const elsewhere = new Set<ExceptionName>([
  'AccessDeniedException',
  'ThrottlingException',
  'InternalServerException',
  'DependencyFailedException',
  'BadGatewayException',
])
/** AWS declares them; Sluice has no case of them. */
const without: Partial<Record<OperationName, readonly ExceptionName[]>> = {
  PrepareFlow: ['ConflictException', 'ServiceQuotaExceededException'],
  UpdateFlowAlias: ['ServiceQuotaExceededException'],
  UpdatePrompt: ['ConflictException', 'ServiceQuotaExceededException'],
  DeletePrompt: ['ConflictException'],
  InvokeFlow: ['ServiceQuotaExceededException'],
}

const nobodys = 'NOBODYS000'
const declared = 'POEM000001'
const token = '0123456789-0123456789-0123456789-0123'
const twoInputs = { nodes: ['One', 'Two'].map((name) => ({ name, type: 'Input' })) }
const toDraft = [{ flowVersion: 'DRAFT' }]
const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
const bad = { flowIdentifier: 'no!' }
const unknown = { flowIdentifier: nobodys }
const tags50 = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']))
const arnOf = (id: string) => `arn:aws:bedrock:us-east-1:123456789012:flow/${id}`

/** What there is before each refused request: of everything as much as the quotas allow, with the token above. */
interface Made {
  readonly flow: string
  readonly alias: string
  readonly prompt: string
  /** What InvokeFlow answered. */
  readonly invoked: string
}

type Refusal = readonly [OperationName, ExceptionName, (made: Made) => object]
const refusals: readonly Refusal[] = [
  ['CreateFlow', 'ValidationException', () => ({ name: 'no spaces', executionRoleArn })],
  ['CreateFlow', 'ConflictException', () => ({ name: 'other', executionRoleArn, clientToken: token })],
  ['CreateFlow', 'ServiceQuotaExceededException', () => ({ name: 'x', executionRoleArn })],
  ['GetFlow', 'ValidationException', () => bad],
  ['GetFlow', 'ResourceNotFoundException', () => unknown],
  ['UpdateFlow', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, name: 'no spaces', executionRoleArn })],
  ['UpdateFlow', 'ResourceNotFoundException', () => ({ ...unknown, name: 'x', executionRoleArn })],
  ['UpdateFlow', 'ConflictException', () => ({ flowIdentifier: declared, name: 'x', executionRoleArn })],
  [
    'UpdateFlow',
    'ServiceQuotaExceededException',
    ({ flow }) => ({ flowIdentifier: flow, name: 'x', executionRoleArn, definition: twoInputs }),
  ],
  ['DeleteFlow', 'ValidationException', () => bad],
  ['DeleteFlow', 'ResourceNotFoundException', () => unknown],
  ['DeleteFlow', 'ConflictException', ({ flow }) => ({ flowIdentifier: flow })],
  ['ListFlows', 'ValidationException', () => ({ maxResults: 1001 })],
  ['ValidateFlowDefinition', 'ValidationException', () => ({ definition: twoInputs })],
  ['PrepareFlow', 'ValidationException', () => bad],
  ['PrepareFlow', 'ResourceNotFoundException', () => unknown],
  ['CreateFlowVersion', 'ValidationException', () => bad],
  ['CreateFlowVersion', 'ResourceNotFoundException', () => unknown],
  ['CreateFlowVersion', 'ConflictException', ({ flow }) => ({ flowIdentifier: flow, description: 'x', clientToken: token })],
  ['CreateFlowVersion', 'ServiceQuotaExceededException', ({ flow }) => ({ flowIdentifier: flow })],
  ['GetFlowVersion', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, flowVersion: 'DRAFT' })],
  ['GetFlowVersion', 'ResourceNotFoundException', ({ flow }) => ({ flowIdentifier: flow, flowVersion: '7' })],
  ['ListFlowVersions', 'ValidationException', () => bad],
  ['ListFlowVersions', 'ResourceNotFoundException', () => unknown],
  ['DeleteFlowVersion', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, flowVersion: 'DRAFT' })],
  ['DeleteFlowVersion', 'ResourceNotFoundException', ({ flow }) => ({ flowIdentifier: flow, flowVersion: '7' })],
  ['DeleteFlowVersion', 'ConflictException', ({ flow }) => ({ flowIdentifier: flow, flowVersion: '1' })],
  ['CreateFlowAlias', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, name: 'x', routingConfiguration: [] })],
  [
    'CreateFlowAlias',
    'ResourceNotFoundException',
    ({ flow }) => ({ flowIdentifier: flow, name: 'x', routingConfiguration: [{ flowVersion: '7' }] }),
  ],
  ['CreateFlowAlias', 'ConflictException', ({ flow }) => ({ flowIdentifier: flow, name: 'live', routingConfiguration: toDraft })],
  ['CreateFlowAlias', 'ServiceQuotaExceededException', ({ flow }) => ({ flowIdentifier: flow, name: 'x', routingConfiguration: toDraft })],
  ['GetFlowAlias', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, aliasIdentifier: 'no!' })],
  ['GetFlowAlias', 'ResourceNotFoundException', ({ flow }) => ({ flowIdentifier: flow, aliasIdentifier: nobodys })],
  [
    'UpdateFlowAlias',
    'ValidationException',
    ({ flow }) => ({ flowIdentifier: flow, aliasIdentifier: testAlias, name: 'x', routingConfiguration: toDraft }),
  ],
  [
    'UpdateFlowAlias',
    'ResourceNotFoundException',
    ({ flow }) => ({ flowIdentifier: flow, aliasIdentifier: nobodys, name: 'x', routingConfiguration: toDraft }),
  ],
  [
    'UpdateFlowAlias',
    'ConflictException',
    ({ flow, alias }) => ({ flowIdentifier: flow, aliasIdentifier: alias, name: testAlias, routingConfiguration: toDraft }),
  ],
  ['ListFlowAliases', 'ValidationException', () => bad],
  ['ListFlowAliases', 'ResourceNotFoundException', () => unknown],
  ['DeleteFlowAlias', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, aliasIdentifier: testAlias })],
  ['DeleteFlowAlias', 'ResourceNotFoundException', ({ flow }) => ({ flowIdentifier: flow, aliasIdentifier: nobodys })],
  ['DeleteFlowAlias', 'ConflictException', ({ flow, alias }) => ({ flowIdentifier: flow, aliasIdentifier: alias })],
  ['CreatePrompt', 'ValidationException', () => ({ name: 'x', defaultVariant: 'none' })],
  ['CreatePrompt', 'ConflictException', () => ({ name: 'other', clientToken: token })],
  ['CreatePrompt', 'ServiceQuotaExceededException', () => ({ name: 'x' })],
  ['GetPrompt', 'ValidationException', ({ prompt }) => ({ promptIdentifier: prompt, promptVersion: 'x' })],
  ['GetPrompt', 'ResourceNotFoundException', ({ prompt }) => ({ promptIdentifier: prompt, promptVersion: '7' })],
  ['UpdatePrompt', 'ValidationException', ({ prompt }) => ({ promptIdentifier: prompt, name: 'no spaces' })],
  ['UpdatePrompt', 'ResourceNotFoundException', () => ({ promptIdentifier: nobodys, name: 'x' })],
  ['DeletePrompt', 'ValidationException', () => ({ promptIdentifier: 'no!' })],
  ['DeletePrompt', 'ResourceNotFoundException', () => ({ promptIdentifier: nobodys })],
  ['ListPrompts', 'ValidationException', () => ({ promptIdentifier: 'no!' })],
  ['ListPrompts', 'ResourceNotFoundException', () => ({ promptIdentifier: nobodys })],
  ['CreatePromptVersion', 'ValidationException', () => ({ promptIdentifier: 'no!' })],
  ['CreatePromptVersion', 'ResourceNotFoundException', () => ({ promptIdentifier: nobodys })],
  ['CreatePromptVersion', 'ConflictException', ({ prompt }) => ({ promptIdentifier: prompt, description: 'x', clientToken: token })],
  ['CreatePromptVersion', 'ServiceQuotaExceededException', ({ prompt }) => ({ promptIdentifier: prompt })],
  ['TagResource', 'ValidationException', ({ flow }) => ({ resourceArn: arnOf(flow), tags: { 'aws:x': 'x' } })],
  ['TagResource', 'ResourceNotFoundException', () => ({ resourceArn: arnOf(nobodys), tags: { x: 'x' } })],
  ['TagResource', 'ServiceQuotaExceededException', ({ flow }) => ({ resourceArn: arnOf(flow), tags: tags50 })],
  ['UntagResource', 'ValidationException', ({ flow }) => ({ resourceArn: arnOf(flow), tagKeys: ['no!'] })],
  ['UntagResource', 'ResourceNotFoundException', () => ({ resourceArn: arnOf(nobodys), tagKeys: ['x'] })],
  ['ListTagsForResource', 'ValidationException', () => ({ resourceArn: 'no ARN, but long enough for one' })],
  ['ListTagsForResource', 'ResourceNotFoundException', () => ({ resourceArn: arnOf(nobodys) })],
  ['InvokeFlow', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, flowAliasIdentifier: testAlias, inputs: [] })],
  ['InvokeFlow', 'ResourceNotFoundException', () => ({ ...unknown, flowAliasIdentifier: testAlias, inputs })],
  [
    'InvokeFlow',
    'ConflictException',
    ({ flow, alias, invoked }) => ({ flowIdentifier: flow, flowAliasIdentifier: alias, inputs, executionId: invoked }),
  ],
  ['StartFlowExecution', 'ValidationException', ({ flow }) => ({ flowIdentifier: flow, flowAliasIdentifier: testAlias, inputs: [] })],
  ['StartFlowExecution', 'ResourceNotFoundException', () => ({ ...unknown, flowAliasIdentifier: testAlias, inputs })],
  [
    'StartFlowExecution',
    'ConflictException',
    ({ flow, alias }) => ({ flowIdentifier: flow, flowAliasIdentifier: alias, inputs, flowExecutionName: 'running' }),
  ],
  [
    'StartFlowExecution',
    'ServiceQuotaExceededException',
    ({ flow, alias }) => ({ flowIdentifier: flow, flowAliasIdentifier: alias, inputs }),
  ],
  ...(['GetFlowExecution', 'StopFlowExecution', 'GetExecutionFlowSnapshot'] as const).flatMap((operation): readonly Refusal[] => [
    [operation, 'ValidationException', () => ({ ...bad, flowAliasIdentifier: testAlias, executionIdentifier: 'x' })],
    [operation, 'ResourceNotFoundException', ({ flow, alias }) => run(flow, alias, 'unknown')],
  ]),
  ['StopFlowExecution', 'ConflictException', ({ flow, alias }) => run(flow, alias, 'ended')],
  ['ListFlowExecutions', 'ValidationException', () => bad],
  ['ListFlowExecutions', 'ResourceNotFoundException', () => unknown],
  ['ListFlowExecutionEvents', 'ValidationException', ({ flow, alias }) => ({ ...run(flow, alias, 'running'), eventType: 'Other' })],
  ['ListFlowExecutionEvents', 'ResourceNotFoundException', ({ flow, alias }) => ({ ...run(flow, alias, 'unknown'), eventType: 'Node' })],
]

const run = (flowIdentifier: string, flowAliasIdentifier: string, executionIdentifier: string) => ({
  flowIdentifier,
  flowAliasIdentifier,
  executionIdentifier,
})

const make = async (world: World): Promise<Made> => {
  const call = callOf(world)
  const idOf = async (name: OperationName, input: object): Promise<string> => (await call(name, input)).body['id'] ?? ''
  const flow = await idOf('CreateFlow', { name: 'poem', executionRoleArn, definition: single, clientToken: token })
  const labels = { flowIdentifier: flow }
  await call('PrepareFlow', labels)
  await call('CreateFlowVersion', { ...labels, clientToken: token })
  const alias = await idOf('CreateFlowAlias', { ...labels, name: 'live', routingConfiguration: [{ flowVersion: '1' }] })
  const prompt = await idOf('CreatePrompt', { name: 'talk', clientToken: token })
  await call('CreatePromptVersion', { promptIdentifier: prompt, clientToken: token })
  const by = { ...labels, flowAliasIdentifier: alias, inputs }
  const { body } = await call('InvokeFlow', by)
  for await (const _ of body['responseStream'] as unknown as AsyncIterable<unknown>);
  await call('StartFlowExecution', { ...by, flowExecutionName: 'ended' })
  await world.ended(run(flow, alias, 'ended'))
  const endless = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'endless' } }]
  await call('StartFlowExecution', { ...by, inputs: endless, flowExecutionName: 'running' })
  return { flow, alias, prompt, invoked: body['executionId'] ?? '' }
}

describe.each(Object.keys(protocols) as (keyof typeof protocols)[])('over %s', (protocol) => {
  let world: World
  let made: Made
  beforeAll(async () => {
    const quotas = { flows: 2, flowVersions: 1, flowAliases: 1, prompts: 1, promptVersions: 1, runningExecutions: 1 }
    const flows = [{ id: declared, name: 'declared', file: resolve('examples/flows/poem.json') }]
    world = await startWorld({ protocol, quotas, flows, shutdownSeconds: 0 })
    made = await make(world)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  it.each(refusals)('%s answers a %s', async (operation, exception, input) => {
    const refused: unknown = await callOf(world)(operation, input(made)).then(
      (answer) => answer,
      (error: unknown) => error,
    )

    const { service } = operations[operation]
    expect(refused).toMatchObject({ name: exception, $metadata: { httpStatusCode: statusOf(exception, service) } })
    expect(refused).toBeInstanceOf({ 'bedrock-agent': buildTime, 'bedrock-agent-runtime': runTime }[service][exception as never])
  })
})

it('every error that AWS declares, and that a request can bring about, is among them', () => {
  for (const [operation, { errors }] of Object.entries(operations) as [OperationName, { errors: readonly ExceptionName[] }][]) {
    const expected = errors.filter((error) => !elsewhere.has(error) && !without[operation]?.includes(error))
    const seen = refusals.filter(([name]) => name === operation).map(([, exception]) => exception)
    expect([operation, ...seen.toSorted()]).toEqual([operation, ...expected.toSorted()])
  }
})

const statusOf = (exception: ExceptionName, service: 'bedrock-agent' | 'bedrock-agent-runtime'): number => {
  switch (exception) {
    case 'ValidationException':
      return 400
    case 'ResourceNotFoundException':
      return 404
    case 'ConflictException':
      return 409
    default:
      return service === 'bedrock-agent' ? 402 : 400
  }
}
