import type { Logger } from 'pino'
import { AccessDeniedException, UnknownOperationException } from '../contract/exceptions.ts'
import type { Service } from '../contract/operation.ts'
import type { Clock } from '../lib/clock.ts'
import type { Ids } from '../lib/ids.ts'
import { callerOf } from './auth/authorization.ts'
import { isAllowedHost } from './auth/host.ts'
import { errorAnswer } from './protocol/answer.ts'
import type { Answer } from './protocol/answer.ts'
import type { Endpoint } from './protocol/endpoints.ts'
import type { Request } from './protocol/http-application.ts'
import { router } from './protocol/router.ts'

export interface RequestHandling {
  readonly endpoints: readonly Endpoint[]
  readonly allowedHosts: readonly string[]
  readonly logger: Pick<Logger, 'info' | 'error'>
  readonly clock: Clock
  readonly ids: Ids
}

/** The one path of every request: route, Host, signature, then the endpoint. Never rejects; logs one line, without any content. */
export const requestHandler = ({
  endpoints,
  allowedHosts,
  logger,
  clock,
  ids,
}: RequestHandling): ((request: Request) => Promise<Answer>) => {
  const match = router(endpoints)

  const answer = async (request: Request, line: Line): Promise<Answer> => {
    const found = match(request.method, request.path)
    if (found.type === 'unknown') throw new UnknownOperationException('No operation has this path.')
    if (found.type === 'wrongMethod') {
      const refusal = new UnknownOperationException(`This path answers ${found.allowed.join(', ')} only.`, { status: 405 })
      return withHeader(errorAnswer(refusal, line.service), 'allow', found.allowed.join(', '))
    }
    const { route, labels } = found
    line.operation = route.name
    if (route.type === 'open') return route.answer()
    line.service = route.service
    refuseOtherHost(request.host, allowedHosts)
    const caller = callerOf({
      authorization: request.header('authorization'),
      date: request.header('x-amz-date') ?? request.header('date'),
      origin: request.header('origin'),
      query: request.query,
    })
    line.account = caller.account
    return route.answer({ request, labels, caller })
  }

  return async (request) => {
    const startedAt = clock.monotonic()
    const requestId = ids.uuid()
    const line: Line = { service: 'bedrock-agent' }
    let failure: { readonly err: unknown } | undefined
    const answered = await answer(request, line).catch((error: unknown) => {
      failure = { err: error }
      return errorAnswer(error, line.service)
    })
    const { operation, account } = line
    const logged = { requestId, operation, status: answered.status, milliseconds: clock.monotonic() - startedAt, account }
    if (answered.status >= 500 && failure !== undefined) logger.error({ ...logged, ...failure }, 'request failed')
    else logger.info(logged, 'request')
    return withHeader(answered, 'x-amzn-requestid', requestId)
  }
}

/** What becomes known of a request on its way. */
interface Line {
  service: Service
  operation?: string
  account?: string
}

const withHeader = (answer: Answer, name: string, value: string): Answer => ({ ...answer, headers: { ...answer.headers, [name]: value } })

const refuseOtherHost = (host: string | undefined, allowedHosts: readonly string[]): void => {
  if (host === undefined) throw new AccessDeniedException('The request must name exactly one host.')
  if (!isAllowedHost(host, allowedHosts)) {
    throw new AccessDeniedException(`The host ${host.slice(0, 255)} is not allowed: add it to the setting allowedHosts.`)
  }
}
