import type { Logger } from 'pino'
import { AccessDeniedException, UnknownOperationException } from '../contract/exceptions.ts'
import type { Service } from '../contract/operation.ts'
import { StorageUnavailable } from '../engine/event-log.ts'
import type { Clock } from '../lib/clock.ts'
import type { Ids } from '../lib/ids.ts'
import type { Authenticate } from './auth/authenticate.ts'
import { isAllowedHost } from './auth/host.ts'
import { errorAnswer } from './protocol/answer.ts'
import type { Answer } from './protocol/answer.ts'
import { bodyLimits } from './protocol/endpoints.ts'
import type { Endpoint } from './protocol/endpoints.ts'
import type { Request } from './protocol/http-application.ts'
import { router } from './protocol/router.ts'

export interface RequestHandling {
  readonly endpoints: readonly Endpoint[]
  /** Says who calls. */
  readonly authenticate: Authenticate
  readonly allowedHosts: readonly string[]
  /** Of web pages that may read what is below `/sluice/v1/`. */
  readonly allowedOrigins: readonly string[]
  readonly logger: Pick<Logger, 'info' | 'error'>
  /** Told of every answer; `operation` is one of a fixed set of names. */
  readonly onAnswer: (answered: { readonly operation: string; readonly status: number; readonly seconds: number }) => void
  readonly clock: Clock
  readonly ids: Ids
}

/** The one path of every request: route, Host, signature, then the endpoint. Never rejects; logs one line, without any content. */
export const requestHandler = ({
  endpoints,
  authenticate,
  allowedHosts,
  allowedOrigins,
  logger,
  onAnswer,
  clock,
  ids,
}: RequestHandling): ((request: Request) => Promise<Answer>) => {
  const match = router(endpoints)
  /** The origin of a web page that may ask this. */
  const pageOf = ({ method, path, header }: Request): string | undefined =>
    method === 'GET' && path.startsWith(ownPaths) ? allowedOrigins.find((origin) => origin === header('origin')) : undefined

  const answer = async (request: Request, line: Line, requestId: string): Promise<Answer> => {
    if (request.refusal !== undefined) throw request.refusal
    const found = match(request.method, request.path)
    if (found.type === 'unknown') throw new UnknownOperationException(unknownPath(request.path))
    if (found.type === 'wrongMethod') {
      const refusal = new UnknownOperationException(`This path answers ${found.allowed.join(', ')} only.`, { status: 405 })
      return withHeader(errorAnswer(refusal, line.service, requestId), 'allow', found.allowed.join(', '))
    }
    const { route, labels } = found
    line.operation = route.name
    if (route.type === 'signed') line.service = route.service
    if (route.type === 'signed' || !route.anyHost) refuseOtherHost(request.host, allowedHosts)
    if (route.type === 'open') return route.answer()
    const { caller, body } = await authenticate(request, {
      pageMayCall: pageOf(request) !== undefined,
      bodyLimitBytes: bodyLimits[route.service],
    })
    line.account = caller.account
    line.principal = caller.principal?.arn
    return route.answer({ request: { ...request, body }, labels, caller })
  }

  return async (request) => {
    const startedAt = clock.monotonic()
    const requestId = ids.uuid()
    const line: Line = { service: 'bedrock-agent' }
    let failure: unknown
    const answered = await answer(request, line, requestId).catch((error: unknown) => {
      failure = error
      return errorAnswer(error, line.service, requestId)
    })
    const { operation, account, principal } = line
    const { status } = answered
    const milliseconds = clock.monotonic() - startedAt
    onAnswer({ operation: operation ?? 'unknown', status, seconds: milliseconds / 1000 })
    const logged = { requestId, operation, status, milliseconds: tenths(milliseconds), account, principal }
    if (failure instanceof StorageUnavailable || (status >= 500 && failure !== undefined))
      logger.error({ ...logged, err: failure }, 'request failed')
    // The name only: a message may show what the caller has sent.
    else logger.info({ ...logged, ...(failure instanceof Error && { exception: failure.name }) }, 'request')
    const identified = withHeader(answered, 'x-amzn-requestid', requestId)
    const page = pageOf(request)
    return page === undefined ? identified : forPage(identified, page)
  }
}

const ownPaths = '/sluice/v1/'

/** What a browser wants to see before a page may read an answer. */
const forPage = (answer: Answer, origin: string): Answer =>
  withHeader(withHeader(answer, 'access-control-allow-origin', origin), 'vary', 'origin')

/** What becomes known of a request on its way. */
interface Line {
  service: Service
  operation?: string
  account?: string
  /** Where signatures are verified. */
  principal?: string | undefined
}

const tenths = (milliseconds: number): number => Math.round(10 * milliseconds) / 10

/** An ARN has slashes, which make other paths of it when they are sent as they are. */
const unknownPath = (path: string): string =>
  /\/arn(?::|%3a)/i.test(path)
    ? 'No operation has this path. An ARN in a path is percent-encoded: %2F for each slash.'
    : 'No operation has this path.'

const withHeader = (answer: Answer, name: string, value: string): Answer => ({ ...answer, headers: { ...answer.headers, [name]: value } })

const refuseOtherHost = (host: string | undefined, allowedHosts: readonly string[]): void => {
  if (host === undefined) throw new AccessDeniedException('The request must name exactly one host.')
  if (!isAllowedHost(host, allowedHosts)) {
    throw new AccessDeniedException(
      `The host ${host.slice(0, 255).replace(/:\d*$/, '')} is not allowed: add it to the setting allowedHosts.`,
    )
  }
}
