import { expect, it } from 'vitest'
import { faultsOnDisk } from '../fire/check-logs.ts'
import { call } from '../fire/client.ts'
import { executionsOf, pathOf } from '../fire/execution-path.ts'
import type { Told } from '../fire/load.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { ended, openHome, started, until } from './home.ts'

const preload = './preload/jump-clock.ts'

it('a wall clock that jumps back and forth changes no order and no stop', async () => {
  await using home = await openHome()
  await using server = home.serve({ preload })
  const endpoint = await server.endpoint
  const flow = await preparedFlow(endpoint)

  const startedArns: string[] = []
  const start = async (document: string): Promise<string> => {
    const executionArn = await started(endpoint, flow, document)
    startedArns.push(executionArn)
    return executionArn
  }
  for (let count = 0; count < 6; count++) await start('word '.repeat(20))
  const stopped = await start('endless until it is stopped')
  await until(() => home.models.openStreams() > 0)
  const stop = await call(endpoint, 'POST', `${pathOf(stopped)}/stop`)
  const told: Told[] = []
  for (const executionArn of startedArns) {
    const { status, endedAt, startedAt } = await ended(endpoint, executionArn)
    expect(Date.parse(String(endedAt))).toBeGreaterThanOrEqual(Date.parse(String(startedAt)))
    told.push({ executionArn, end: { status, endedAt } })
  }
  const { body: list } = await call(endpoint, 'GET', executionsOf(flow).replace(/\/aliases.*/, '/executions'))
  let proof = await proofOf(endpoint, stopped)
  while (proof.state !== 'complete') proof = await proofOf(endpoint, stopped)
  server.signal('SIGTERM')

  expect(told.map(({ end }) => end?.status)).toEqual([...Array.from({ length: 6 }, () => 'Succeeded'), 'Aborted'])
  expect(stop.status).toBe(200)
  expect(list['flowExecutionSummaries']).toMatchObject(startedArns.toReversed().map((executionArn) => ({ executionArn })))
  expect(proof.visits).toEqual([
    expect.objectContaining({
      outcome: 'released',
      tokensAfter: 0,
      signalledAfterMs: expect.toSatisfy(isNatural),
      releasedAfterMs: expect.toSatisfy(isNatural),
    }),
  ])
  expect((await server.ended).code).toBe(0)
  expect(faultsOnDisk(home.dataDir, told)).toEqual([])
})

it('a wall clock that jumps back and forth moves no limit of a node', async () => {
  const nodeSeconds = 3
  await using home = await openHome({ limits: { nodeSeconds } })
  await using server = home.serve({ preload })
  const endpoint = await server.endpoint
  const flow = await preparedFlow(endpoint)
  const began = performance.now()

  const executionArn = await started(endpoint, flow, 'endless')
  const { status, errors } = await ended(endpoint, executionArn)
  const tookMs = performance.now() - began

  const message = `Node Ask0 did not finish within ${nodeSeconds} seconds (setting limits.nodeSeconds).`
  expect([status, errors]).toEqual(['Failed', [expect.objectContaining({ message })]])
  expect(tookMs).toBeGreaterThanOrEqual(nodeSeconds * 1000)
})

const isNatural = (value: unknown): boolean => typeof value === 'number' && value >= 0

const proofOf = async (endpoint: string, executionArn: string): Promise<{ readonly state?: unknown; readonly visits?: unknown }> => {
  const { body } = await call(endpoint, 'GET', `/sluice/v1/executions/${encodeURIComponent(executionArn)}`)
  return body['stopProof'] ?? {}
}
