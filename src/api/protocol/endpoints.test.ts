import { expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import type { OperationContext } from '../operations/operation.ts'
import { handlers } from '../operations/registry.ts'
import { refuseStarts } from '../memory/refuse-starts.ts'
import type { Call, SignedEndpoint } from './endpoints.ts'
import { endpoints } from './endpoints.ts'
import type { Request } from './http-application.ts'

it('refuses a start whose room was taken while its body arrived, before it is parsed', async () => {
  let hasRoom = true
  const found = endpoints({
    operations: handlers,
    own: [],
    contextOf: (call) => call as OperationContext,
    authorise: async () => undefined,
    throttle: () => {},
    refuseWithoutRoom: refuseStarts(() => hasRoom),
    whereIs: () => undefined,
    clock: systemClock,
    notReady: () => undefined,
    metricsPage: () => Promise.reject(new Error('No test asks for it.')),
  }).find((endpoint): endpoint is SignedEndpoint => endpoint.name === 'StartFlowExecution')
  const body = async (): Promise<Uint8Array> => {
    hasRoom = false
    return Buffer.from('no JSON')
  }
  const request = { query: new URLSearchParams(), header: () => undefined, body } as Partial<Request> as Request
  const call: Call = { request, labels: {}, caller: { account: '123456789012', region: 'us-east-1', accessKeyId: '123456789012' } }

  await expect(found?.answer(call)).rejects.toMatchObject({ name: 'ThrottlingException' })
})
