import { requestHost } from '../../src/api/auth/host.ts'
import type { Request } from '../../src/api/protocol/http-application.ts'

/** A request as it came over the wire; headers as lines. */
export interface WireRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly string[]
  readonly body: string
}

/** Such a request as the server has it. */
export const requestOf = ({ method, target, headers, body }: WireRequest): Request => {
  const [path = '', rawQuery = ''] = target.split(/\?(.*)/s)
  const named = headers.map((line) => {
    const colon = line.indexOf(':', 1)
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const valuesOf = (name: string): readonly string[] => named.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value)
  const parts: Partial<Request> = {
    method,
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    host: requestHost({ authority: valuesOf(':authority')[0], host: valuesOf('host') }),
    rawHeaders: named.flat(),
    header: (name) => valuesOf(name).join(', ') || undefined,
    body: async () => new TextEncoder().encode(body),
    refusal: undefined,
  }
  // What no signature depends on is left out.
  return parts as Request
}
