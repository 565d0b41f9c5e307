import * as buildTime from '@aws-sdk/client-bedrock-agent'
import * as runTime from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperationName } from '../../src/contract/operations.ts'
import { operations } from '../../src/contract/operations.ts'
import { chain } from '../definitions.ts'
import { callOf } from './any-operation.ts'
import type { Labels, World } from './world.ts'
import { executionRoleArn, startWorld } from './world.ts'

const many = Array.from({ length: 12 }, (_, index) => index)
const toDraft = [{ flowVersion: 'DRAFT' }]

interface Made {
  readonly flow: string
  readonly prompt: string
  readonly execution: Labels
}
let world: World
let made: Made
beforeAll(async () => {
  world = await startWorld({ protocol: 'HTTP/2', quotas: { flowVersions: 20, flowAliases: 20, promptVersions: 20 } })
  const call = callOf(world)
  const flow = await world.flow(chain(4))
  const execution = await world.start(flow, 'tea')
  const { body } = await call('CreatePrompt', { name: 'talk' })
  const prompt: string = body['id'] ?? ''
  for (const number of many) {
    await call('CreateFlow', { name: `flow${number}`, executionRoleArn })
    await call('CreateFlowVersion', { flowIdentifier: flow })
    await call('CreateFlowAlias', { flowIdentifier: flow, name: `alias${number}`, routingConfiguration: toDraft })
    await call('CreatePrompt', { name: `prompt${number}` })
    await call('CreatePromptVersion', { promptIdentifier: prompt })
    await world.ended(await world.start(flow, 'tea'))
  }
  await world.ended(execution)
  made = { flow, prompt, execution }
})
afterAll(() => world[Symbol.asyncDispose]())

type Paginator = (by: { client: unknown; pageSize?: number }, input: object) => AsyncIterable<Readonly<Record<string, readonly object[]>>>

it.each<[OperationName, string, number, (made: Made) => object]>([
  ['ListFlows', 'flowSummaries', 13, () => ({})],
  ['ListFlowVersions', 'flowVersionSummaries', 12, ({ flow }) => ({ flowIdentifier: flow })],
  ['ListFlowAliases', 'flowAliasSummaries', 13, ({ flow }) => ({ flowIdentifier: flow })],
  ['ListPrompts', 'promptSummaries', 13, () => ({})],
  ['ListPrompts', 'promptSummaries', 13, ({ prompt }) => ({ promptIdentifier: prompt })],
  ['ListFlowExecutions', 'flowExecutionSummaries', 13, ({ flow }) => ({ flowIdentifier: flow })],
  ['ListFlowExecutionEvents', 'flowExecutionEvents', 14, ({ execution }) => ({ ...execution, eventType: 'Node' })],
])('the paginator of %s walks all %s, %i of them, in pages of ten or less', async (name, member, count, input) => {
  const [client, commands] = operations[name].service === 'bedrock-agent' ? [world.build, buildTime] : [world.runtime, runTime]
  const paginate = (commands as unknown as Readonly<Record<string, Paginator>>)[`paginate${name}`]
  if (!paginate) throw new Error(`The client has no paginate${name}.`)
  const pages = async (pageSize?: number): Promise<readonly (readonly object[])[]> => {
    const all: (readonly object[])[] = []
    for await (const page of paginate({ client, ...(pageSize !== undefined && { pageSize }) }, input(made))) all.push(page[member] ?? [])
    return all
  }

  const [whole, small] = [await pages(), await pages(5)]

  expect(whole.map(({ length }) => length)).toEqual([10, count - 10])
  expect(small.map(({ length }) => length)).toEqual([5, 5, count - 10])
  expect(small.flat()).toEqual(whole.flat())
  expect(new Set(whole.flat().map((item) => JSON.stringify(item))).size).toBe(count)
})
