import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperationName } from '../../src/contract/operations.ts'
import { single } from '../definitions.ts'
import { callOf } from './any-operation.ts'
import type { World } from './world.ts'
import { executionRoleArn, startWorld, testAlias } from './world.ts'

const racers = 20
const toDraft = [{ flowVersion: 'DRAFT' }]
const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'endless' } }]

let world: World
beforeAll(async () => {
  world = await startWorld({ protocol: 'HTTP/2', shutdownSeconds: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

/** What each of many calls at once was answered, or the name of its exception. */
const race = (name: OperationName, input: (racer: number) => object): Promise<readonly unknown[]> =>
  Promise.all(
    Array.from({ length: racers }, (_, racer) =>
      callOf(world)(name, input(racer)).then(
        ({ body }) => body,
        (error: unknown) => (error instanceof Error ? error.name : error),
      ),
    ),
  )
const refusalsOf = (answers: readonly unknown[]) => answers.filter((answer) => typeof answer === 'string')
const membersOf = (answers: readonly unknown[], member: string) =>
  answers.flatMap((answer) =>
    typeof answer === 'object' && answer !== null && member in answer ? [answer[member as never] as unknown] : [],
  )

it('one token creates once', async () => {
  const clientToken = '0123456789-0123456789-0123456789-0123'

  const flows = await race('CreateFlow', () => ({ name: 'poem', executionRoleArn, clientToken }))
  const prompts = await race('CreatePrompt', () => ({ name: 'talk', clientToken }))

  expect([new Set(membersOf(flows, 'id')).size, membersOf(flows, 'id').length]).toEqual([1, racers])
  expect([new Set(membersOf(prompts, 'id')).size, membersOf(prompts, 'id').length]).toEqual([1, racers])
})

it('versions are numbered without a gap up to the quota', async () => {
  const flowIdentifier = await world.flow(single)
  const { body } = await callOf(world)('CreatePrompt', { name: 'talk' })
  const ten = Array.from({ length: 10 }, (_, index) => String(index + 1))

  const versions = await race('CreateFlowVersion', () => ({ flowIdentifier }))
  const promptVersions = await race('CreatePromptVersion', () => ({ promptIdentifier: body['id'] }))

  for (const answers of [versions, promptVersions]) {
    expect(membersOf(answers, 'version').toSorted((a, b) => Number(a) - Number(b))).toEqual(ten)
    expect(refusalsOf(answers)).toEqual(Array.from({ length: racers - 10 }, () => 'ServiceQuotaExceededException'))
  }
})

it('one alias gets a name', async () => {
  const flowIdentifier = await world.flow(single)

  const aliases = await race('CreateFlowAlias', () => ({ flowIdentifier, name: 'live', routingConfiguration: toDraft }))

  expect(membersOf(aliases, 'name')).toEqual(['live'])
  expect(refusalsOf(aliases)).toEqual(Array.from({ length: racers - 1 }, () => 'ConflictException'))
})

it('tags that are added at once are all there', async () => {
  const resourceArn = `arn:aws:bedrock:us-east-1:123456789012:flow/${await world.flow(single)}`

  await race('TagResource', (racer) => ({ resourceArn, tags: { [`key${racer}`]: 'x' } }))

  const { body } = await callOf(world)('ListTagsForResource', { resourceArn })
  expect(Object.keys(body['tags'] ?? {})).toHaveLength(racers)
})

it('no execution runs by a flow that was deleted while executions started', async () => {
  const flowIdentifier = await world.flow(single)
  const by = { flowIdentifier, flowAliasIdentifier: testAlias }
  const deletion = { flowIdentifier, skipResourceInUseCheck: true }

  const [started, deleted] = await Promise.all([
    race('StartFlowExecution', (racer) => ({ ...by, inputs, flowExecutionName: `run${racer}` })),
    race('DeleteFlow', () => deletion),
  ])

  // Where a start came between the stop and the deletion, all deletions may have been conflicts: another one then succeeds.
  if (membersOf(deleted, 'id').length === 0) await callOf(world)('DeleteFlow', deletion)
  expect(membersOf(deleted, 'id').length).toBeLessThanOrEqual(1)
  expect(['ResourceNotFoundException', 'ConflictException']).toEqual(expect.arrayContaining([...new Set(refusalsOf(started))]))
  for (const executionIdentifier of membersOf(started, 'executionArn') as string[]) {
    const execution = await callOf(world)('GetFlowExecution', { ...by, executionIdentifier })
    expect(execution.body['status']).toBe('Aborted')
  }
})
