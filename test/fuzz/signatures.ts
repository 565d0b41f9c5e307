import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { executionsOf, startWith } from '../fire/execution-path.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { signerOf } from '../fire/signer.ts'
import { startTemporaryServer } from '../fire/temporary-server.ts'
import { unmodelled } from '../malformed/modelled.ts'
import type { Chance } from '../simulation/chance.ts'
import { access, accessEnvironment, alice, bob } from '../verified-access.ts'
import { fuzzedSender } from './fuzzed-sender.ts'
import type { FuzzedRequest } from './mutate-request.ts'

/** What a request may be told that was not signed as it is: nothing of what the server has. */
const refusals: ReadonlySet<unknown> = new Set([
  'MissingAuthenticationTokenException',
  'IncompleteSignatureException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'AccessDeniedException',
  'UnknownOperationException',
  'SerializationException',
  'RequestEntityTooLargeException',
])

export interface SignatureFuzzing {
  readonly seconds: number
  readonly chance: Chance
}

/** What came of it; `fault`: a request that should not have, with what it did. */
export interface SignatureFuzz {
  readonly summary: string
  readonly fault?: string
  readonly request?: FuzzedRequest
}

/** Sends a server that verifies requests of which something was changed after they were signed, and now and then a sound one. */
export const fuzzSignatures = async ({ seconds, chance }: SignatureFuzzing): Promise<SignatureFuzz> => {
  await using server = await startTemporaryServer({ access, environment: accessEnvironment })
  const { endpoint } = server
  using sender = fuzzedSender(endpoint)
  const flow = await preparedFlow(endpoint, undefined, signerOf(endpoint, alice))
  const counts = new Map<string, number>()
  const one = async (): Promise<Omit<SignatureFuzz, 'summary'> | undefined> => {
    const sound = await signedRequest(endpoint, flow, chance)
    const request = chance.happens(0.1) ? sound : changed(sound, chance)
    try {
      const answer = await sender.send(request)
      const { 'x-amzn-errortype': type } = answer.headers
      const name = typeof type === 'string' ? type : String(answer.status)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      const fault = unmodelled(answer) ?? misjudged(request === sound, answer.status, name, answer.body)
      return fault === undefined ? undefined : { fault, request }
    } catch (error) {
      return { fault: `no answer: ${String(error)}`, request }
    }
  }
  const until = performance.now() + seconds * 1_000
  let fault: Omit<SignatureFuzz, 'summary'> | undefined
  while (performance.now() < until && fault === undefined) fault = (await Promise.all(Array.from({ length: 16 }, one))).find(Boolean)
  await server.stop()
  await server.remove()
  const told = [...counts].toSorted(([before], [after]) => (before < after ? -1 : 1)).map(([name, count]) => `${name}: ${count}`)
  return { summary: `To a server that verifies: ${told.join(', ')}`, ...fault }
}

const misjudged = (isSound: boolean, status: number, name: string, body: string): string | undefined => {
  if (isSound) return status < 300 ? undefined : `${status} ${name} for a request that is signed: ${body}`
  // Before it looks at the signature, the server must split the path.
  if (refusals.has(name) || body.includes('The path has a broken percent-encoding.')) return undefined
  return `${status} ${name} for a request that is not signed: ${body}`
}

/** Of AWS's library: in the header or presigned, with or without the hash of the body, for both who may call. */
const signedRequest = async (endpoint: string, flow: string, chance: Chance): Promise<FuzzedRequest> => {
  const { host, hostname, port } = new URL(endpoint)
  const credentials = chance.oneOf([alice, bob])
  const isStart = credentials === alice && chance.happens(0.3)
  const body = isStart ? JSON.stringify(startWith('tea')) : ''
  const method = isStart ? 'POST' : 'GET'
  const path = isStart ? executionsOf(flow) : '/flows/'
  const query: Record<string, string> = isStart ? {} : { maxResults: String(chance.between(1, 9)) }
  const options = { credentials, region: 'us-east-1', service: 'bedrock', sha256: Sha256, applyChecksum: chance.happens(0.5) }
  const request = { method, protocol: 'http:', hostname, port: Number(port), path, query, headers: { host }, ...(isStart && { body }) }
  const signer = new SignatureV4(options)
  const isPresigned = chance.happens(0.5)
  const signed = isPresigned ? await signer.presign(request, { expiresIn: 60 }) : await signer.sign(request)
  const parameters = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  )
  return {
    operation: isStart ? 'StartFlowExecution' : 'ListFlows',
    method,
    path: path + (parameters.length === 0 ? '' : `?${parameters.join('&')}`),
    headers: signed.headers,
    body,
  }
}

const awkward = [
  '',
  ' ',
  '0',
  'x',
  '%',
  '%00',
  '%2F',
  '/',
  ';',
  ',',
  '=',
  '&',
  '+',
  '..',
  '\u{e9}',
  'A'.repeat(300),
  'AWS4-HMAC-SHA256',
  'host',
  ':authority',
]

/** The same with a piece of one of its texts replaced: never a change that means the same. */
const changed = (request: FuzzedRequest, chance: Chance): FuzzedRequest => {
  const { method, path, headers, body } = request
  const { authorization } = headers
  switch (chance.between(0, 9)) {
    case 0:
      return { ...request, method: method === 'GET' ? 'DELETE' : 'PUT' }
    case 1:
      return { ...request, body: `${body} ` }
    case 2: {
      if (authorization === undefined) return withPath(request, chance)
      const { [chance.oneOf(Object.keys(headers).filter((name) => name !== 'host'))]: _, ...others } = headers
      return { ...request, headers: others }
    }
    case 3:
      return { ...request, headers: { ...headers, 'x-amz-target': chance.oneOf(awkward.filter((one) => !/[\u{80}-\u{ffff}]/u.test(one))) } }
    case 4:
      return {
        ...request,
        path: `${path}${path.includes('?') ? '&' : '?'}${chance.oneOf(['nextToken=x', 'X-Amz-Date=20260101T000000Z', '=', 'X-Amz-Signature=0', '%zz'])}`,
      }
    case 5:
    case 6:
    case 7:
      return authorization === undefined
        ? withPath(request, chance)
        : { ...request, headers: { ...headers, authorization: otherAuthorization(authorization, chance) } }
    default:
      return withPath(request, chance)
  }
}

/** One of the three values, or the scheme, made otherwise; or a part left out, doubled or renamed. */
const otherAuthorization = (authorization: string, chance: Chance): string => {
  const [scheme = '', ...parts] = authorization.split(/ (?=Credential)|, /)
  const at = chance.between(0, parts.length - 1)
  const part = parts[at] ?? ''
  const kind = chance.between(0, 5)
  if (kind === 0) return `${chance.oneOf(['Bearer', 'Basic', 'AWS4-ECDSA-P256-SHA256', 'AWS', ''])} ${parts.join(', ')}`
  if (kind === 1) return `${scheme} ${parts.toSpliced(at, 1).join(', ')}`
  if (kind === 2) return `${scheme} ${[...parts, part].join(', ')}`
  if (kind === 3) return `${scheme} ${parts.with(at, `x${part}`).join(', ')}`
  return `${scheme} ${parts.with(at, otherText(part, part.indexOf('=') + 1, chance)).join(', ')}`
}

const withPath = (request: FuzzedRequest, chance: Chance): FuzzedRequest => ({ ...request, path: otherText(request.path, 1, chance) })

/** Spaces at the ends mean nothing, and no header or path has other letters than ASCII's. */
const otherText = (text: string, from: number, chance: Chance): string => {
  const at = chance.between(from, text.length - 1)
  const other = chance.oneOf(awkward.filter((one) => one !== ' ' && one !== text[at] && !/[\u{80}-\u{ffff}]/u.test(one)))
  return text.slice(0, at) + other + text.slice(at + 1)
}
