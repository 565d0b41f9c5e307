import { ResourceNotFoundException, ValidationException } from '../../contract/exceptions.ts'
import type { Service } from '../../contract/operation.ts'
import { unavailableOperations } from '../../contract/unavailable-operations.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Caller, OperationContext } from '../operations/operation.ts'
import type { Authorise } from '../policy/authorise.ts'
import { jsonAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import { boundOperations } from './bound-operation.ts'
import type { BoundOperation, Operations } from './bound-operation.ts'
import type { Request } from './http-application.ts'
import { parseJson } from './json-document.ts'
import { routeKey } from './router.ts'
import type { Route } from './router.ts'
import type { Throttle } from '../throttling/throttle.ts'
import { successOf } from './success.ts'

/** What a route leads to. */
export type Endpoint = SignedEndpoint | OpenEndpoint

/** Asks for an allowed Host and a signature first. */
export interface SignedEndpoint extends Route {
  readonly type: 'signed'
  readonly name: string
  readonly service: Service
  answer(call: Call): Promise<Answer>
}

/** Asks for no signature. */
export interface OpenEndpoint extends Route {
  readonly type: 'open'
  readonly name: string
  /** Whether it answers under every Host: then also a web page whose own name leads here. */
  readonly anyHost: boolean
  answer(): Answer | Promise<Answer>
}

export interface Call {
  readonly request: Request
  readonly labels: Readonly<Record<string, string>>
  readonly caller: Caller
}

export interface EndpointOptions {
  readonly operations: Operations
  /** Operations of our own, under `/sluice/v1/`. */
  readonly own: readonly BoundOperation[]
  readonly contextOf: (call: Pick<OperationContext, 'caller' | 'invocationId' | 'isAllowed'>) => OperationContext
  readonly authorise: Authorise
  readonly throttle: Throttle
  /** Throws when an operation would begin what there is no memory for: asked before its body is read, and again before it is parsed. */
  readonly refuseWithoutRoom: (operation: string) => void
  /** Where a flow is that a caller does not find, if that is known. The identifiers are those of the path, the flow's first. */
  readonly whereIs: (identifiers: readonly string[], caller: Caller) => string | undefined
  readonly clock: Clock
  /** Why nobody should be sent here at present. */
  readonly notReady: () => string | undefined
  readonly metricsPage: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** Everything that can be asked for: AWS's operations, those that Sluice lacks, our own, health and metrics. */
export const endpoints = ({ operations, own, notReady, metricsPage, ...options }: EndpointOptions): readonly Endpoint[] => {
  const answered = [...boundOperations(operations), ...own].map((operation) => operationEndpoint(operation, options))
  return [
    ...answered,
    ...lackedEndpoints(new Set(answered.map(routeKey))),
    ...healthEndpoints('/healthz', () => undefined),
    ...healthEndpoints('/healthz/ready', notReady),
    metricsEndpoint(metricsPage),
  ]
}

/** How large the body of a request may be, in bytes. */
export const bodyLimits = { 'bedrock-agent': 32 * 1024 * 1024, 'bedrock-agent-runtime': 6 * 1024 * 1024 } as const satisfies Record<
  Service,
  number
>

const operationEndpoint = (
  { name, shape, run }: BoundOperation,
  {
    contextOf,
    authorise,
    throttle,
    refuseWithoutRoom,
    whereIs,
    clock,
  }: Omit<EndpointOptions, 'operations' | 'own' | 'notReady' | 'metricsPage'>,
): SignedEndpoint => {
  const { method, path, service } = shape
  return {
    type: 'signed',
    name,
    service,
    method,
    path,
    async answer({ request, labels, caller }) {
      const { query, header, address, secure } = request
      const body = once(async () => {
        const bytes = await request.body(bodyLimits[service])
        // What came meanwhile may have taken the room.
        refuseWithoutRoom(name)
        return bytes.length === 0 ? undefined : parseJson(bytes)
      })
      const isAllowed = await authorise({ name, caller, labels, query, address, secure, body })
      refuseWithoutRoom(name)
      // Who may not call takes nothing from who may.
      throttle(name, caller)
      const invocationId = header('amz-sdk-invocation-id')
      const context = contextOf({ caller, ...(isAllowed && { isAllowed }), ...(invocationId !== undefined && { invocationId }) })
      try {
        return successOf(shape, await run({ labels, query, header, body: await body() }, context), clock)
      } catch (cause) {
        if (!(cause instanceof ResourceNotFoundException)) throw cause
        const place = whereIs(Object.values(labels), caller)
        throw place === undefined ? cause : new ResourceNotFoundException(`${cause.message} ${place}`, { cause })
      }
    },
  }
}

const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}

/**
 * PrepareAgent (`/agents/{agentId}/`) and InvokeInlineAgent (`/agents/{sessionId}`) share a route: only the trailing slash tells
 * them apart. The operations on tags are declared by both services: those of the build-time service answer.
 */
const lackedEndpoints = (answered: ReadonlySet<string>): readonly SignedEndpoint[] =>
  [...Map.groupBy(unavailableOperations, routeKey)].flatMap(([route, sharing]) => {
    const [first] = sharing
    if (first === undefined || answered.has(route)) return []
    return {
      type: 'signed',
      ...first,
      name: [...new Set(sharing.map(({ name }) => name))].join('|'),
      async answer({ request }) {
        const { name } = sharing.find(({ path }) => path.endsWith('/') === request.path.endsWith('/')) ?? first
        throw new ValidationException(`${name} is not available in this version of Sluice.`)
      },
    } satisfies SignedEndpoint
  })

const metricsEndpoint = (page: EndpointOptions['metricsPage']): OpenEndpoint => ({
  type: 'open',
  name: 'Metrics',
  anyHost: false,
  method: 'GET',
  path: '/metrics',
  async answer() {
    const { contentType, text } = await page()
    return { status: 200, headers: { 'content-type': contentType }, body: text }
  },
})

const healthEndpoints = (path: string, fault: () => string | undefined): readonly OpenEndpoint[] =>
  ['GET', 'HEAD'].map((method) => ({
    type: 'open',
    name: 'Health',
    // The probes of load balancers name any host, or none.
    anyHost: true,
    method,
    path,
    answer() {
      const status = fault()
      return status === undefined ? jsonAnswer(200, { status: 'ok' }) : jsonAnswer(503, { status })
    },
  }))
