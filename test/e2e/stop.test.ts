import { setTimeout as sleep } from 'node:timers/promises'
import { GetFlowExecutionCommand, StopFlowExecutionCommand, paginateListFlowExecutionEvents } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExecution } from '../../examples/read-execution.ts'
import { chain, single } from '../definitions.ts'
import type { Labels, World } from './world.ts'
import { protocols, startWorld, testAlias, until } from './world.ts'

const eventsOf = async ({ runtime }: World, labels: Labels) => {
  const events = []
  for (const eventType of ['Node', 'Flow'] as const) {
    for await (const page of paginateListFlowExecutionEvents({ client: runtime }, { ...labels, eventType })) {
      events.push(...(page.flowExecutionEvents ?? []))
    }
  }
  return events
}

describe.each(Object.keys(protocols) as (keyof typeof protocols)[])('StopFlowExecution over %s', (protocol) => {
  let world: World
  let asks: string
  let asksTwice: string
  beforeAll(async () => {
    world = await startWorld({ protocol, maxConcurrency: 2 })
    asks = await world.flow(single)
    asksTwice = await world.flow(chain(2))
  })
  afterAll(() => world[Symbol.asyncDispose]())

  /** An execution whose model is saying word after word. */
  const streaming = async (flowIdentifier: string, text: string): Promise<Labels> => {
    const labels = await world.start(flowIdentifier, text)
    await until(() => world.models.openStreams() > 0)
    return labels
  }
  const stop = (labels: Labels) => world.runtime.send(new StopFlowExecutionCommand(labels))
  const callsOf = (text: string) => world.closedCalls.filter(({ prompt }) => prompt.endsWith(text))

  it("closes the model's socket: nothing more is sent, read or appended, and no further call begins", async () => {
    const labels = await streaming(asksTwice, 'endless cut')

    const { status, executionArn } = await stop(labels)
    const requests = world.models.requests()
    const atTheStop = await eventsOf(world, labels)
    await until(() => callsOf('endless cut').length > 0)
    await sleep(300)

    expect([status, executionArn]).toEqual(['Aborted', labels.executionIdentifier])
    expect(callsOf('endless cut')).toEqual([expect.objectContaining({ finished: false })])
    expect(callsOf('endless cut')[0]?.sentTokens).toBeLessThan(5_000)
    expect(world.models.requests()).toBe(requests)
    expect(await eventsOf(world, labels)).toEqual(atTheStop)
  })

  it('can be proved afterwards', async () => {
    const labels = await streaming(asks, 'endless proof')

    await stop(labels)
    await until(() => callsOf('endless proof').length > 0)
    let view = await readExecution(world.runtime, world.endpoint, labels.executionIdentifier)
    while (view.stopProof?.state !== 'complete') view = await readExecution(world.runtime, world.endpoint, labels.executionIdentifier)

    expect(view.execution.status).toBe('Aborted')
    expect(view.stopProof.visits).toEqual([expect.objectContaining({ node: 'Ask', outcome: 'released', tokensAfter: 0 })])
  })

  it('is final: stopped again it answers the same, with the end of the first time', async () => {
    const labels = await streaming(asks, 'endless again')
    const first = await stop(labels)
    const { endedAt } = await world.runtime.send(new GetFlowExecutionCommand(labels))

    const second = await stop(labels)

    expect([second.status, second.executionArn]).toEqual([first.status, first.executionArn])
    expect(await world.runtime.send(new GetFlowExecutionCommand(labels))).toMatchObject({ status: 'Aborted', endedAt })
  })

  it('keeps a call that waits for a slot from ever being made', async () => {
    const running = [await streaming(asks, 'endless one'), await world.start(asks, 'endless two')]
    await until(() => world.models.openStreams() === 2)
    const queued = await world.start(asks, 'endless queued')
    const requests = world.models.requests()

    await stop(queued)
    for (const labels of running) await stop(labels)
    await until(() => world.models.openStreams() === 0)
    await world.ended(await world.start(asks, 'next in the queue'))

    expect(world.models.requests()).toBe(requests + 1)
    expect(callsOf('endless queued')).toEqual([])
  })

  it('leaves other executions alone', async () => {
    const stopped = await streaming(asks, 'endless neighbour')
    const other = await world.start(asks, 'a few words, each for itself')

    await stop(stopped)

    expect(await world.ended(other)).toMatchObject({ status: 'Succeeded' })
  })

  it('refuses what has ended otherwise, and names the status', async () => {
    const labels = await world.start(asks, 'short')
    await world.ended(labels)

    await expect(stop(labels)).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringContaining('Succeeded'),
      $metadata: { httpStatusCode: 409 },
    })
  })

  it('takes ids and ARNs in every position', async () => {
    const ids = await streaming(asks, 'endless ids')
    const arns = await world.start(asks, 'endless ARNs')
    const [, execution = ''] = ids.executionIdentifier.split('/execution/')
    const [flow = '', rest = ''] = arns.executionIdentifier.split('/alias/')
    const [alias = ''] = rest.split('/')

    const byId = await stop({ ...ids, executionIdentifier: execution })
    const byArn = await stop({ ...arns, flowIdentifier: flow, flowAliasIdentifier: `${flow}/alias/${alias}` })

    expect([byId.executionArn, byArn.executionArn]).toEqual([ids.executionIdentifier, arns.executionIdentifier])
    expect([byId.status, byArn.status]).toEqual(['Aborted', 'Aborted'])
  })

  it.each([
    ['flow', { flowIdentifier: 'UNKNOWN123' }],
    ['alias', { flowAliasIdentifier: 'UNKNOWN123' }],
    ['execution', { executionIdentifier: 'unknown' }],
  ])('does not find an unknown %s', async (_, unknown) => {
    const labels = await world.start(asks, 'short')
    const [, executionIdentifier = ''] = labels.executionIdentifier.split('/execution/')

    await expect(stop({ ...labels, executionIdentifier, ...unknown })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining(Object.values(unknown)[0] ?? ''),
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('does not find the execution of another flow', async () => {
    const labels = await world.start(asks, 'short')

    await expect(stop({ ...labels, flowIdentifier: asksTwice, flowAliasIdentifier: testAlias })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})
