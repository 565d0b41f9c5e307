import { BedrockAgentClient, ListFlowsCommand } from '@aws-sdk/client-bedrock-agent'
import { BedrockAgentRuntimeClient, StopFlowExecutionCommand, ThrottlingException } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import { signature } from '../fire/client.ts'
import { alice } from '../verified-access.ts'
import { protocols } from './world.ts'

let sluice: Sluice
beforeAll(async () => {
  const throttling = { preset: 'aws', ListFlows: { perSecond: 5, burst: 1 }, StopFlowExecution: { perSecond: 0.001, burst: 1 } } as const
  sluice = await startSluice({ configuration: { throttling } })
})
afterAll(() => sluice.close())

let accounts = 0
/** Of an account that has called nothing yet. */
const settings = (protocol: keyof typeof protocols) => ({
  endpoint: sluice.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: String(100_000_000_000 + accounts++), secretAccessKey: 'any' },
  requestHandler: protocols[protocol](),
})
const labels = { flowIdentifier: 'FLOW000001', flowAliasIdentifier: 'TSTALIASID', executionIdentifier: 'E1' }

describe.each(Object.keys(protocols) as (keyof typeof protocols)[])('a client over %s that calls too often', (protocol) => {
  it('is told ThrottlingException by StopFlowExecution when it does not try again', async () => {
    const client = new BedrockAgentRuntimeClient({ ...settings(protocol), maxAttempts: 1 })
    const stop = () => client.send(new StopFlowExecutionCommand(labels)).catch((error: unknown) => error)

    const [first, second] = [await stop(), await stop()]
    client.destroy()

    expect(first).toMatchObject({ name: 'ResourceNotFoundException' })
    expect(second).toBeInstanceOf(ThrottlingException)
    expect(second).toMatchObject({
      message: expect.stringContaining('The rate of StopFlowExecution is 0.001 a second'),
      $metadata: { httpStatusCode: 429 },
    })
  })

  it.each(['standard', 'adaptive'])('is slowed and served in the end in the retry mode %s', async (retryMode) => {
    const client = new BedrockAgentClient({ ...settings(protocol), retryMode, maxAttempts: 20 })

    const attempts = []
    for (let call = 0; call < 4; call++) attempts.push((await client.send(new ListFlowsCommand({}))).$metadata.attempts ?? 0)
    client.destroy()

    expect(attempts.reduce((sum, one) => sum + one)).toBeGreaterThan(4)
  })
})

it('a preset throttles what AWS does, and says how long to wait', async () => {
  const create = () => fetch(`${sluice.endpoint}/flows/`, { method: 'POST', headers: signature(), body: 'no JSON' })

  const answers = await Promise.all(Array.from({ length: 30 }, create))
  const statuses = answers.map(({ status }) => status)
  const throttled = answers.find(({ status }) => status === 429)

  expect(new Set(statuses)).toEqual(new Set([400, 429]))
  expect(Number(throttled?.headers.get('retry-after'))).toBe(1)
  expect(Number(throttled?.headers.get('x-amz-retry-after'))).toBeLessThanOrEqual(500)
})

it("who does not sign empties nobody's bucket", async () => {
  const path = `${sluice.endpoint}/flows/FLOW000002/aliases/TSTALIASID/executions/E1`
  const unsigned = () => fetch(path, { method: 'DELETE' })

  const statuses = (await Promise.all(Array.from({ length: 20 }, unsigned))).map(({ status }) => status)
  const page = await (await fetch(`${sluice.endpoint}/metrics`)).text()

  expect(statuses.filter((status) => status === 429)).toEqual([])
  expect(page).toMatch(/sluice_request_seconds_count\{operation="StopFlowExecution",status="429"\} 2\n/)
})

it('whoever may not call an operation takes nothing from the rate of those who may', async () => {
  vi.stubEnv('SLUICE_TEST_ALICE_SECRET', alice.secretAccessKey)
  onTestFinished(() => void vi.unstubAllEnvs())
  const all = [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' } }]
  const user = { secretAccessKeyEnv: 'SLUICE_TEST_ALICE_SECRET', accountId: '123456789012' }
  const credentials = [
    { ...user, accessKeyId: 'AKIASLUICEALICE', userName: 'alice', policies: all },
    { ...user, accessKeyId: 'AKIASLUICENOBODY', userName: 'nobody' },
  ]
  const throttling = { StopFlowExecution: { perSecond: 0.001, burst: 1 } }
  await using verifying = await startSluice({ configuration: { throttling, access: { credentials } } })
  const stopBy = async (accessKeyId: string): Promise<unknown> => {
    const { secretAccessKey } = alice
    const { endpoint } = verifying
    const client = new BedrockAgentRuntimeClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    })
    return client.send(new StopFlowExecutionCommand(labels)).catch((error: unknown) => error)
  }

  for (let call = 0; call < 3; call++) expect(await stopBy('AKIASLUICENOBODY')).toMatchObject({ name: 'AccessDeniedException' })
  expect(await stopBy('AKIASLUICEALICE')).toMatchObject({ name: 'ResourceNotFoundException' })
  expect(await stopBy('AKIASLUICEALICE')).toMatchObject({ name: 'ThrottlingException' })
})
