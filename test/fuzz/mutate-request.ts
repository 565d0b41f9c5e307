import type { Json } from '../../src/lib/json.ts'
import type { Chance } from '../simulation/chance.ts'

export interface FuzzedRequest {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** In latin1: byte by byte. */
  readonly body: string
}

const awkward: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  '',
  ' ',
  '\0',
  '\u{1f4a7}',
  '\u{d800}',
  'DRAFT',
  '../..',
  '%2F',
  "' OR 1=1 --",
  '${x}',
  '{{x}}',
  '$.data[?(@.a)]',
  'a == "b" and (',
  'x'.repeat(5_000),
  'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW000001',
  [],
  {},
  [[[[]]]],
  { a: { b: { c: null } } },
  { constructor: { prototype: 1 }, toString: 1, hasOwnProperty: 1 },
]

/** The same JSON with one thing in it made otherwise. */
export const mutateJson = (value: Json, chance: Chance): Json => {
  if (typeof value !== 'object' || value === null || chance.happens(0.1)) return otherwise(value, chance)
  if (Array.isArray(value)) {
    if (value.length === 0) return chance.happens(0.5) ? [chance.oneOf(awkward)] : otherwise(value, chance)
    const at = chance.between(0, value.length - 1)
    const one = value[at] ?? null
    const kind = chance.between(0, 5)
    if (kind === 0) return value.toSpliced(at, 1)
    if (kind === 1) return value.toSpliced(at, 0, one)
    // Many of many of many would be more than fits anywhere.
    if (kind === 2) return Array.from({ length: typeof one === 'object' ? 5 : 1_000 }, () => one)
    return value.with(at, mutateJson(one, chance))
  }
  const names = Object.keys(value)
  if (names.length === 0) return { [chance.oneOf(['a', 'name', 'toString', ''])]: chance.oneOf(awkward) }
  const name = chance.oneOf(names)
  const { [name]: member = null, ...rest } = value as Readonly<Record<string, Json>>
  const kind = chance.between(0, 7)
  if (kind === 0) return rest
  if (kind === 1) return { ...rest, [chance.oneOf([...names, 'x', 'constructor'])]: member }
  return { ...rest, [name]: mutateJson(member, chance) }
}

const otherwise = (value: Json, chance: Chance): Json => {
  if (typeof value !== 'string' || chance.happens(0.4)) return chance.oneOf(awkward)
  const at = chance.between(0, value.length)
  return value.slice(0, at) + chance.oneOf(['', 'x', '"', '\\', '{{', '[', '.', ' ', '\u{fffd}']) + value.slice(at + chance.between(0, 3))
}

/** The same request with one thing of its protocol made otherwise. */
export const mutateRequest = (request: FuzzedRequest, chance: Chance): FuzzedRequest => {
  const { body, path, headers } = request
  const cut = chance.between(0, body.length)
  switch (chance.between(0, 9)) {
    case 0:
      return { ...request, body: body.slice(0, cut) }
    case 1:
      return { ...request, body: body.slice(0, cut) + String.fromCharCode(chance.between(0, 255)) + body.slice(cut + 1) }
    case 2:
      return { ...request, body: `${'['.repeat(chance.between(1, 20_000))}${body}` }
    case 3:
      return { ...request, body: body.replace('{', '{"name":1,"name":2,') }
    case 4:
      return { ...request, body: body.replace('{', '{"__proto__":{"a":1},') }
    case 5:
      return {
        ...request,
        path: path + chance.oneOf(['/', '//', '?', '?maxResults=x', '?nextToken=%00', '?maxResults=1&maxResults=2', '%', '/x']),
      }
    case 6: {
      const at = chance.between(1, path.length)
      return {
        ...request,
        path: path.slice(0, at) + chance.oneOf(['%00', '%2F', '%ff', '%', 'x', '..']) + path.slice(at + chance.between(0, 2)),
      }
    }
    case 7:
      return { ...request, method: chance.oneOf(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) }
    case 8: {
      const name = chance.oneOf([
        'authorization',
        'x-amz-date',
        'content-type',
        'content-encoding',
        'amz-sdk-invocation-id',
        'host',
        'origin',
      ])
      return {
        ...request,
        headers: { ...headers, [name]: chance.oneOf(['', 'x', 'x'.repeat(3_000), 'AWS4-HMAC-SHA256', 'gzip', '1, 2', '::']) },
      }
    }
    default:
      return {
        ...request,
        body: chance.oneOf(['', 'null', '[]', '1', '"x"', '\u{ff}', ' '.repeat(10_000), `{"a":1e${chance.between(1, 999)}}`]),
      }
  }
}
