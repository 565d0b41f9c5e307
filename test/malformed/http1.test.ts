import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AttackedServer } from './attacked-server.ts'
import { startAttackedServer } from './attacked-server.ts'
import { unmodelled } from './modelled.ts'
import { answered, head, said } from './raw-connection.ts'

let server: AttackedServer
beforeAll(async () => {
  server = await startAttackedServer({ requestSeconds: 2, headersSeconds: 1, firstBytesSeconds: 1, idleSeconds: 1 })
})
afterAll(() => server[Symbol.asyncDispose]())

const chunked = 'Transfer-Encoding: chunked'
const post = (headers: readonly string[], body: string): string => head('POST', '/flows/', headers) + body

it.each<readonly [name: string, bytes: string, status: number, exception: string]>([
  ['a length and chunks', post(['Content-Length: 5', chunked], '0\r\n\r\n'), 400, 'SerializationException'],
  ['chunks and a length', post([chunked, 'Content-Length: 5'], '0\r\n\r\n'), 400, 'SerializationException'],
  ['two lengths', post(['Content-Length: 5', 'Content-Length: 6'], 'hello!'), 400, 'SerializationException'],
  ['two lengths in one', post(['Content-Length: 5, 5'], 'hello'), 400, 'SerializationException'],
  ['a length with a sign', post(['Content-Length: +5'], 'hello'), 400, 'SerializationException'],
  ['a length in hexadecimal', post(['Content-Length: 0x5'], 'hello'), 400, 'SerializationException'],
  ['a negative length', post(['Content-Length: -5'], 'hello'), 400, 'SerializationException'],
  ['a length beyond 64 bits', post(['Content-Length: 99999999999999999999999'], ''), 400, 'SerializationException'],
  ['a length of petabytes', post(['Content-Length: 9007199254740991'], 'x'), 413, 'RequestEntityTooLargeException'],
  ['chunks after another coding', post(['Transfer-Encoding: gzip, chunked'], '0\r\n\r\n'), 400, 'SerializationException'],
  ['a coding that is not the last', post(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'), 400, 'SerializationException'],
  ['a coding with a tab', post(['Transfer-Encoding:\tchunked', 'Content-Length: 5'], '0\r\n\r\n'), 400, 'SerializationException'],
  ['a space before the colon', post(['Transfer-Encoding : chunked'], '0\r\n\r\n'), 400, 'SerializationException'],
  ['a folded header', post(['X: a', ' b'], ''), 400, 'SerializationException'],
  ['a bare line feed in a header', post(['X: a\nTransfer-Encoding: chunked'], '0\r\n\r\n'), 400, 'SerializationException'],
  ['a bare carriage return in a header', post(['X: a\rY: b'], ''), 400, 'SerializationException'],
  ['a NUL in a header', post(['X: a\0b'], ''), 400, 'SerializationException'],
  ['a header without a name', post([': x'], ''), 400, 'SerializationException'],
  ['a chunk whose size is no number', post([chunked], 'zz\r\n'), 400, 'SerializationException'],
  ['a chunk whose size is negative', post([chunked], '-1\r\n'), 400, 'SerializationException'],
  ['a chunk whose size is beyond 64 bits', post([chunked], 'fffffffffffffffffff\r\n'), 400, 'SerializationException'],
  ['a chunk that is longer than it says', post([chunked], '1\r\nabc\r\n0\r\n\r\n'), 400, 'SerializationException'],
  ['a chunk with an endless extension', post([chunked], `1;${'x'.repeat(40_000)}`), 400, 'SerializationException'],
  ['endless trailers', post([chunked], `0\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`), 431, 'SerializationException'],
  ['two hosts', head('GET', '/flows/', ['Host: localhost']), 403, 'AccessDeniedException'],
  ['no host', 'GET /flows/ HTTP/1.1\r\nConnection: close\r\n\r\n', 403, 'AccessDeniedException'],
  ['HTTP/3', 'GET / HTTP/3.0\r\n\r\n', 400, 'SerializationException'],
  ['a method that is none', 'STEAL / HTTP/1.1\r\n\r\n', 400, 'SerializationException'],
  ['an upgrade', head('GET', '/nothing', ['Upgrade: websocket', 'Connection: upgrade']), 404, 'UnknownOperationException'],
  ['TRACE', head('TRACE', '/flows/'), 405, 'UnknownOperationException'],
  ['the URL of a proxy', head('GET', 'http://example.com/flows/'), 404, 'UnknownOperationException'],
  ['a URL that is too long', head('GET', `/flows/${'x'.repeat(20_000)}`), 414, 'SerializationException'],
  ['a URL longer than all headers', head('GET', `/flows/${'x'.repeat(1_000_000)}`), 431, 'SerializationException'],
  ['a header that is too large', head('GET', '/flows/', [`X: ${'x'.repeat(1_000_000)}`]), 431, 'SerializationException'],
  [
    'many headers',
    head(
      'GET',
      '/flows/',
      Array.from({ length: 300 }, (_, at) => `X${at}: y`),
    ),
    431,
    'SerializationException',
  ],
  ['a broken percent-encoding', head('GET', '/flows/%zz'), 400, 'ValidationException'],
  ['percent-encoded bytes that are not UTF-8', head('GET', '/flows/%ff%fe'), 400, 'ValidationException'],
  ['a path that climbs', head('GET', '/flows/../../etc/passwd'), 404, 'UnknownOperationException'],
  ['headers that do not end', 'GET /flows/ HTTP/1.1\r\nX: ', 408, 'RequestTimeoutException'],
  ['a body that does not end', post(['Content-Length: 100'], '{'), 408, 'RequestTimeoutException'],
  ['chunks that do not end', post([chunked], '5\r\nhel'), 408, 'RequestTimeoutException'],
])('%s: %#', async (_, bytes, status, exception) => {
  const answer = await answered(server.port, bytes)

  expect(answer).toMatchObject({ status, headers: { 'x-amzn-errortype': exception } })
  expect(answer && unmodelled(answer)).toBe(undefined)
  await server.unhurt()
})

it.each([
  ['nothing', ''],
  ['one letter', 'G'],
  ['half the preface of HTTP/2', 'PRI * HTTP/2.0'],
  ['that it wants a tunnel', head('CONNECT', 'example.com:443')],
])('a client that says %s and waits is closed without an answer', async (_, bytes) => {
  expect(await said(server.port, bytes).then((answer) => answer.includes('200'))).toBe(false)

  await server.unhurt()
})

it('a request that is smuggled behind another is never answered', async () => {
  const smuggled = head('GET', '/healthz')
  const bytes = `${head('POST', '/flows/', ['Content-Length: 3', chunked]).replace('Connection: close\r\n', '')}0\r\n\r\n${smuggled}`

  const answer = await said(server.port, bytes)

  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
})

it('random bytes are refused or closed', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => answered(server.port, randomBytes(1 + at * 50))))

  expect(answers.filter((answer) => answer !== undefined && (answer.status < 400 || unmodelled(answer) !== undefined))).toEqual([])
  await server.unhurt()
})

it('a sound request of which random bytes are changed is answered by a modelled error, or as the sound one is', async () => {
  const sound = Buffer.from(head('GET', '/flows/'), 'latin1')
  const changed = Array.from({ length: 300 }, () => {
    const bytes = Buffer.from(sound)
    const [at = 0, value = 0] = randomBytes(2)
    bytes[at % bytes.length] = value
    return bytes
  })

  const answers = await Promise.all(changed.map((bytes) => answered(server.port, bytes)))

  expect(answers.flatMap((answer) => (answer === undefined ? [] : (unmodelled(answer) ?? [])))).toEqual([])
  await server.unhurt()
})
