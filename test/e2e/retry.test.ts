import { StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { expect, it } from 'vitest'
import { single } from '../definitions.ts'
import { call } from '../fire/client.ts'
import type { Labels } from './world.ts'
import { startWorld, until } from './world.ts'

/** A model that is down for so many calls. */
const down = (times: number) => {
  let calls = 0
  return (prompt: string): string => {
    if (calls++ < times) throw new Error('The model is loading.')
    return prompt
  }
}

const asked = async (endpoint: string, { executionIdentifier }: Labels) =>
  (await call(endpoint, 'GET', `/sluice/v1/executions/${encodeURIComponent(executionIdentifier)}`)).body

it('asks a model again that was down, until it answers', async () => {
  await using world = await startWorld({ protocol: 'HTTP/2', answer: down(2) })

  const labels = await world.start(await world.flow(single), 'one two')
  const { status } = await world.ended(labels)

  expect([status, world.models.requests()]).toEqual(['Succeeded', 3])
  expect(await asked(world.endpoint, labels)).toMatchObject({
    nodes: expect.arrayContaining([{ node: 'Ask', done: 1, running: 0, failed: 0, retries: 2 }]),
  })
})

it('fails with the words of a model that stays down, and says how often it was asked', async () => {
  await using world = await startWorld({ protocol: 'HTTP/1.1', answer: down(99) })

  const { status, errors } = await world.ended(await world.start(await world.flow(single), 'one'))

  const message = expect.stringMatching(/provider local \(http.*answered 500 \(.*The model is loading\.\).* It was tried 4 times\.$/)
  expect([status, world.models.requests(), errors]).toEqual(['Failed', 4, [expect.objectContaining({ nodeName: 'Ask', message })]])
})

/** A model that takes a call and then says nothing. */
const hanging = { answer: () => 'word', tokenDelayMs: 3_600_000 }

it('fails at the limit of the node when a model hangs, and cuts the call', async () => {
  await using world = await startWorld({ protocol: 'HTTP/2', ...hanging, nodeSeconds: 5 })

  const { status, errors } = await world.ended(await world.start(await world.flow(single), 'one'))
  await until(() => world.closedCalls.length === 1)

  const message = expect.stringContaining('limits.nodeSeconds')
  expect([status, world.models.requests(), errors]).toEqual(['Failed', 1, [expect.objectContaining({ nodeName: 'Ask', message })]])
  expect(world.closedCalls).toMatchObject([{ sentTokens: 0, finished: false }])
})

it.each([
  ['after the first of two refusals', { answer: down(2) }, 1],
  ['after the third of as many as it asks for', { answer: down(99) }, 3],
  ['while the model hangs', hanging, 1],
])('asks nobody any more once it is stopped %s', async (_, model, asks) => {
  await using world = await startWorld({ protocol: 'HTTP/2', ...model })
  const labels = await world.start(await world.flow(single), 'one')
  await until(() => world.models.requests() >= asks)

  await world.runtime.send(new StopFlowExecutionCommand(labels))
  const requests = world.models.requests()
  const { status } = await world.ended(labels)
  await new Promise((resolve) => setTimeout(resolve, 3_000))

  expect([status, world.models.requests()]).toEqual(['Aborted', requests])
  expect((await asked(world.endpoint, labels))['stopProof']).toMatchObject({ state: 'complete' })
})
