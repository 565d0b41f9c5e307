import { readFileSync } from 'node:fs'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifiedAccess } from '../../src/api/auth/authenticate.ts'
import { credentialsOf } from '../../src/api/auth/credentials.ts'
import { ServiceException } from '../../src/contract/exceptions.ts'
import { access, accessEnvironment, alice, bob } from '../verified-access.ts'
import type { WireRequest } from './wire-request.ts'
import { requestOf } from './wire-request.ts'

const credentials = credentialsOf(access, accessEnvironment)
const rules = { pageMayCall: false, bodyLimitBytes: 1_048_576 }

/** Who has signed it, if that is so at that time; a fault in anything else is thrown. */
const signerOf = async (request: WireRequest, now: number): Promise<string | undefined> => {
  const sent = requestOf(request)
  try {
    const { caller, body } = await verifiedAccess({ credentials, clock: { now: () => now } })(sent, rules)
    await body(rules.bodyLimitBytes)
    return caller.accessKeyId
  } catch (error) {
    if (error instanceof ServiceException) return undefined
    throw error
  }
}

/** What a signature covers, beside itself: the places of each of its parts in a request. */
interface Part {
  readonly text: string
  readonly with: (text: string) => WireRequest
}

const partsOf = (request: WireRequest): readonly Part[] => [
  { text: request.method, with: (method) => ({ ...request, method }) },
  { text: request.target, with: (target) => ({ ...request, target }) },
  { text: request.body, with: (body) => ({ ...request, body }) },
  ...request.headers.flatMap((line, at) =>
    headerParts(line, request).map((part) => ({
      text: part.value,
      with: (value: string): WireRequest => ({ ...request, headers: request.headers.with(at, part.before + value + part.after) }),
    })),
  ),
]

/** Of a signed header its value, of Authorization its three values. */
const headerParts = (line: string, { headers, target }: WireRequest) => {
  const colon = line.indexOf(':', 1)
  const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  const before = `${line.slice(0, colon)}: `
  if (name === 'authorization')
    return [...value.matchAll(/(?<=(?:Credential|SignedHeaders|Signature)=)[^,]+/g)].map(({ 0: text, index }) => ({
      before: before + value.slice(0, index),
      value: text,
      after: value.slice(index + text.length),
    }))
  const signed = /SignedHeaders=([^,&]+)/.exec(headers.find((one) => /^authorization:/i.test(one)) ?? decodeURIComponent(target))?.[1] ?? ''
  const names = signed.split(';')
  const isSigned = names.includes(name) || (name === ':authority' && names.includes('host'))
  return isSigned ? [{ before, value, after: '' }] : []
}

const charactersOf = (text: string): readonly string[] => Array.from(text)

/** Other bits, another case, and what has a meaning in a request. */
const othersOf = (byte: string): readonly string[] =>
  [String.fromCharCode(byte.charCodeAt(0) ^ 1), String.fromCharCode(byte.charCodeAt(0) ^ 0x20), '/', '%', '+', '&', 'é'].filter(
    (other) => other !== byte,
  )

const dateOf = ({ headers, target }: WireRequest): number => {
  const [, date = ''] = /x-amz-date[:=] ?(\d{8}T\d{6}Z)/i.exec([...headers, target].join('\n')) ?? []
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** Of AWS's SDKs, as they arrived at a server that listens on loopback. */
const recorded: readonly (WireRequest & { readonly name: string })[] = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
)

describe('a request of an SDK', () => {
  it.each(recorded.map((request) => [request.name, request] as const))('is refused with any byte changed: %s', async (_, request) => {
    const now = dateOf(request)
    const signer = await signerOf(request, now)
    const passed: string[] = []
    for (const part of partsOf(request))
      for (const [at, byte] of charactersOf(part.text).entries())
        for (const other of othersOf(byte)) {
          const changed = part.text.slice(0, at) + other + part.text.slice(at + 1)
          if ((await signerOf(part.with(changed), now)) !== undefined) passed.push(changed)
        }

    expect(signer).toMatch(/^A[KS]IASLUICE/)
    expect(passed).toEqual([])
  })
})

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => text !== '.' && text !== '..')
const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)
const drawn = fc.record({
  signer: fc.constantFrom(alice, bob),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: fc.array(word, { minLength: 1, maxLength: 4 }),
  query: fc.dictionary(word, fc.oneof(word, fc.constant(''), fc.array(word, { minLength: 2, maxLength: 3 })), { maxKeys: 4 }),
  headers: fc.dictionary(fc.stringMatching(/^(x-amz|a)-[a-z]{1,8}$/), headerValue, { maxKeys: 4 }),
  body: fc.string({ unit: 'binary', maxLength: 50 }),
  isHashed: fc.boolean(),
  isPresigned: fc.boolean(),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

const signingDate = new Date('2026-01-01T00:00:00Z')
const strictly = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

/** Signed by AWS's library, as it would be sent. */
const signedBy = async ({ signer, method, path, query, headers, body, isHashed, isPresigned }: Drawn): Promise<WireRequest> => {
  const options = { credentials: signer, region: 'us-east-1', service: 'bedrock', sha256: Sha256, applyChecksum: isHashed }
  const library = new SignatureV4(options)
  const request = {
    method,
    protocol: 'http:',
    hostname: 'localhost',
    path: `/${path.map((one) => strictly(one)).join('/')}`,
    query: wellFormed(query),
    headers: { host: 'localhost:4680', ...headers },
    body: body.toWellFormed(),
  }
  const unhoistableHeaders = new Set(Object.keys(headers))
  const signed = isPresigned
    ? await library.presign(request, { signingDate, expiresIn: 900, unhoistableHeaders })
    : await library.sign(request, { signingDate })
  const parameters = Object.entries(signed.query ?? {}).flatMap(([name, values]) =>
    [values ?? ''].flat().map((value) => `${strictly(name)}=${strictly(value)}`),
  )
  return {
    method,
    target: request.path + (parameters.length === 0 ? '' : `?${parameters.toReversed().join('&')}`),
    headers: Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}`),
    body: request.body,
  }
}

const wellFormed = (query: Drawn['query']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name.toWellFormed(),
      typeof value === 'string' ? value.toWellFormed() : value.map((one) => one.toWellFormed()),
    ]),
  )

describe("a request that AWS's library has signed", () => {
  it('is known, and refused with a byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.nat(), fc.nat(), async (request, place, change) => {
        const wire = await signedBy(request)
        const now = signingDate.getTime()
        const places = partsOf(wire).flatMap((part) => charactersOf(part.text).map((byte, at) => ({ part, byte, at })))
        const chosen = places[place % places.length]
        if (chosen === undefined) throw new Error('A request has a method.')
        const { part, byte, at } = chosen
        const others = othersOf(byte)
        const changed = charactersOf(part.text)
          .with(at, others[change % others.length] ?? '')
          .join('')

        expect(await signerOf(wire, now)).toBe(request.signer.accessKeyId)
        expect(await signerOf(part.with(changed), now)).toBeUndefined()
      }),
      { numRuns: 1_000 },
    )
  })
})
