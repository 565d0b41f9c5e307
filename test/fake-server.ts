import { Writable } from 'node:stream'
import { pino } from 'pino'
import Type from 'typebox'
import { openAccess } from '../src/api/auth/authenticate.ts'
import { requestHandler } from '../src/api/handle-request.ts'
import { operation } from '../src/api/operations/operation.ts'
import type { OperationContext } from '../src/api/operations/operation.ts'
import { ownOperation } from '../src/api/protocol/bound-operation.ts'
import type { Operations } from '../src/api/protocol/bound-operation.ts'
import { endpoints } from '../src/api/protocol/endpoints.ts'
import { front } from '../src/api/protocol/front.ts'
import { httpApplication } from '../src/api/protocol/http-application.ts'
import { defaultFrontLimits } from '../src/api/protocol/inner-server.ts'
import { ConflictException, ServiceQuotaExceededException } from '../src/contract/exceptions.ts'
import { operations as shapes } from '../src/contract/operations.ts'
import { GetExecutionRequest } from '../src/contract/sluice.ts'
import { systemClock } from '../src/lib/clock.ts'

/** What the fake operations answer. */
export const flow = {
  name: 'support',
  id: 'FLOW000001',
  arn: 'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW000001',
  executionRoleArn: 'arn:aws:iam::123456789012:role/flows',
  status: 'NotPrepared',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  version: 'DRAFT',
} as const
export const executionArn = `${flow.arn}/alias/ALIAS00001/execution/E1`
export const start = {
  flowIdentifier: flow.arn,
  flowAliasIdentifier: 'ALIAS00001',
  inputs: [{ nodeName: 'FlowInput', nodeOutputName: 'document', content: { document: 'hi' } }],
}
/** The id of every request. */
export const requestId = '00000000-0000-4000-8000-000000000000'

interface Seen {
  readonly operation: string
  readonly input: unknown
  readonly caller: unknown
  readonly invocationId: unknown
}

const fail = (error: unknown): void => {
  throw error
}

/** The protocol on a free port, in front of operations that only note what they are asked. */
export const fakeServer = async () => {
  const seen: Seen[] = []
  const lines: Record<string, unknown>[] = []
  const state = { ready: true, posts: 0 }
  const log = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const { operations, own } = notingOperations(seen)
  const ids = { uuid: () => requestId, resource: () => '' }
  const application = httpApplication(
    requestHandler({
      endpoints: endpoints({
        operations,
        own: [own],
        contextOf: (call) => call as OperationContext,
        authorise: async () => undefined,
        throttle: () => {},
        refuseWithoutRoom: () => {},
        whereIs: () => undefined,
        clock: systemClock,
        notReady: () => (state.ready ? undefined : 'starting'),
        metricsPage: async () => ({ contentType: 'text/plain', text: 'some 1\n' }),
      }),
      authenticate: openAccess,
      allowedHosts: ['sluice.example.com'],
      allowedOrigins: ['https://console.example.com'],
      logger: pino(log),
      onAnswer: () => {},
      clock: systemClock,
      ids,
    }),
    { clock: systemClock, limits: defaultFrontLimits, onError: fail },
  )
  const server = front({
    handle(request, response) {
      if (request.method === 'POST') state.posts++
      application(request, response)
    },
    limits: defaultFrontLimits,
    clock: systemClock,
    ids,
    onError: (error) => lines.push({ error }),
  })
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  const forget = (): void => {
    seen.length = 0
    lines.length = 0
    state.posts = 0
  }
  return { port, seen, lines, state, forget, close: () => server.close(0) }
}

const notingOperations = (seen: Seen[]) => {
  const note = (name: string, input: unknown, { caller, invocationId }: OperationContext): void => {
    seen.push({ operation: name, input, caller, invocationId })
  }
  const unused = Object.fromEntries(
    Object.keys(shapes).map((name) => [name, { name, handle: () => Promise.reject(new Error('No test calls this.')) }]),
  )
  const operations = {
    ...unused,
    CreateFlow: operation('CreateFlow', async (input, context) => {
      note('CreateFlow', input, context)
      return flow
    }),
    GetFlow: operation('GetFlow', async (input, context) => {
      note('GetFlow', input, context)
      return flow
    }),
    ListFlows: operation('ListFlows', async () => {
      throw new ServiceQuotaExceededException('Too many flows.')
    }),
    PrepareFlow: operation('PrepareFlow', async () => {
      throw new Error('A secret detail.', { cause: new Error('The disk is gone.') })
    }),
    StartFlowExecution: operation('StartFlowExecution', async (input, context) => {
      note('StartFlowExecution', input, context)
      return { executionArn }
    }),
    StopFlowExecution: operation('StopFlowExecution', async () => {
      throw new ConflictException('Execution E1 has already ended.', { members: { hint: 'x' } })
    }),
    ListFlowExecutions: operation('ListFlowExecutions', async () => {
      throw new ServiceQuotaExceededException('Too many executions.')
    }),
  } as unknown as Operations

  const own = ownOperation(
    'GetExecution',
    {
      service: 'bedrock-agent-runtime',
      method: 'GET',
      path: '/sluice/v1/executions/{executionArn}',
      status: 200,
      input: GetExecutionRequest,
      output: Type.Object({ of: Type.String() }),
      errors: [],
    },
    async (input: GetExecutionRequest, context) => {
      note('GetExecution', input, context)
      return { of: input.executionArn }
    },
  )
  return { operations, own }
}
