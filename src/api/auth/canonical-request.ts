import type { RequestSignature } from './authorization.ts'

/** What of a request a signature covers, beside its body. */
export interface CanonicalParts {
  readonly method: string
  /** As it was sent. */
  readonly path: string
  /** As it was sent, without its question mark. */
  readonly rawQuery: string
  readonly host: string | undefined
  /** Names and values in turns, as they were sent. */
  readonly rawHeaders: readonly string[]
}

/**
 * The canonical request of AWS Signature Version 4, or `undefined` when a header is signed that was not sent. A
 * presigned query is covered but for the signature itself. The path is encoded once more and not normalized: no SDK sends a path here that
 * normalizing would change, but Go, which sends empty labels and signs them. An escape counts as it is written, so that no
 * other byte fits the same signature.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const canonicalRequest = (
  { method, path, rawQuery, host, rawHeaders }: CanonicalParts,
  { signedHeaders, expiresSeconds }: Pick<RequestSignature, 'signedHeaders' | 'expiresSeconds'>,
  payloadHash: string,
): string | undefined => {
  const sent = headersOf(rawHeaders)
  const lines: string[] = []
  for (const name of signedHeaders) {
    // Over HTTP/2 some SDKs sign `host` and send `:authority`; a request whose two differ has no host.
    const value = name === 'host' || name === ':authority' ? host : sent.get(name)
    if (value === undefined) return undefined
    lines.push(`${name}:${unsignedSpace.test(value) ? value.replace(/ {2,}/g, ' ').replace(/^ | $/g, '') : value}\n`)
  }
  return `${method}\n${encoded(path, inPath)}\n${canonicalQuery(rawQuery, expiresSeconds !== undefined)}\n${lines.join('')}\n${signedHeaders.join(';')}\n${payloadHash}`
}

/** At the ends, and all but one of several. */
const unsignedSpace = / {2}|^ | $/

/** Repeated ones joined. */
const headersOf = (rawHeaders: readonly string[]): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    const value = rawHeaders[at + 1] ?? ''
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before},${value}`)
  }
  return headers
}

/** By name, then by value, both by their bytes: all is ASCII here. */
const canonicalQuery = (rawQuery: string, isPresigned: boolean): string => {
  if (rawQuery === '') return ''
  const parameters = rawQuery.split('&').filter((parameter) => !(isPresigned && parameter.startsWith('X-Amz-Signature=')))
  return parameters
    .map((parameter) => {
      const equals = parameter.indexOf('=')
      const [name, value] = equals === -1 ? [parameter, ''] : [parameter.slice(0, equals), parameter.slice(equals + 1)]
      return { name: encodedParameter(name), value: encodedParameter(value) }
    })
    .toSorted((one, other) => compare(one.name, other.name) || compare(one.value, other.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&')
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Unreserved characters and slashes. */
const inPath = /[^A-Za-z0-9._~/-]/g
/** Unreserved characters and escapes. */
const inParameter = /[^A-Za-z0-9._~%-]|%(?![0-9A-Fa-f]{2})/g

/** A plus sign is read as a space. */
const encodedParameter = (text: string): string => encoded(text.replaceAll('+', '%20'), inParameter)

const encoded = (text: string, others: RegExp): string =>
  text.replace(others, (character) => escapes[character.charCodeAt(0)] ?? [...bytesOf(character)].map((byte) => escapes[byte]).join(''))

/** By their byte: whoever sends a long path of such characters makes every one of them be written. */
const escapes = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)

/** Text as it came over the wire: Node reads HTTP/1.1 byte by byte. */
export const bytesOf = (text: string): Buffer => Buffer.from(text, /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1')
