import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signature } from '../fire/client.ts'
import type { AttackedServer } from './attacked-server.ts'
import { startAttackedServer } from './attacked-server.ts'
import { rawConnection } from './raw-connection.ts'

let server: AttackedServer
beforeAll(async () => {
  server = await startAttackedServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const send = async (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<unknown> => {
  const answer = await fetch(`${server.endpoint}/flows/`, { method: 'POST', headers: { ...signature(), ...headers }, body: body as string })
  const { message } = (await answer.json()) as { readonly message?: unknown }
  return [answer.status, answer.headers.get('x-amzn-errortype'), message]
}

const refused = (message: string) => [400, 'SerializationException', message]
const deep = (levels: number, [open, close]: readonly [string, string]) => open.repeat(levels) + close.repeat(levels)
const flow = (member: string) => `{"name":"a","executionRoleArn":"arn:aws:iam::123456789012:role/r",${member}}`
const notJson = refused('The request body is not valid JSON.')
const tooDeep = refused('The request body nests deeper than 128 levels.')

describe('a body', () => {
  it.each<readonly [name: string, body: string | Uint8Array, answer: unknown]>([
    ['of letters', 'hello', notJson],
    ['of half a document', '{"name":', notJson],
    ['of two documents', '{}{}', notJson],
    ['of spaces', '   ', notJson],
    ['with a byte order mark alone', '\u{FEFF}', notJson],
    ['of arrays in arrays, 10,000 levels', deep(10_000, ['[', ']']), tooDeep],
    ['of objects in objects, 10,000 levels', deep(10_000, ['{"a":', '}']).replace(':}', ':1}'), tooDeep],
    ['that opens a million arrays', '['.repeat(1_000_000), tooDeep],
    ['with a definition of 10,000 levels', flow(`"definition":${deep(10_000, ['{"nodes":[', ']}'])}`), tooDeep],
    ['with a member twice', '{"name":"a","name":"b"}', refused('The request body has the member "name" twice in one object.')],
    [
      'with a member twice, once escaped',
      String.raw`{"name":"a","n\u0061me":"b"}`,
      refused('The request body has the member "name" twice in one object.'),
    ],
    ['with __proto__', '{"__proto__":{"isAdmin":true}}', refused('The request body has a member named __proto__.')],
    ['with __proto__ escaped', String.raw`{"__pr\u006fto__":{}}`, refused('The request body has a member named __proto__.')],
    ['with a number beyond a double', '{"name":1e400}', refused('The request body has a number that is too large for a double.')],
    [
      'with a number of a million digits',
      `{"name":${'9'.repeat(1_000_000)}}`,
      refused('The request body has a number that is too large for a double.'),
    ],
    ['that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), refused('The request body is not valid UTF-8.')],
    ['with half a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), refused('The request body is not valid UTF-8.')],
    ['in UTF-16', Buffer.from('{"name":"a"}', 'utf16le'), notJson],
  ])('%s is refused', async (_, body, answer) => {
    expect(await send(body)).toEqual(answer)
    await server.unhurt()
  })

  it.each(['[]', '1', 'true', '"x"'])('that is no object is refused: %s', async (body) => {
    expect(await send(body)).toEqual(refused('The request body must be a JSON object.'))
  })

  it.each(['null', '{"constructor":1,"prototype":{}}', '{"name":{"toString":1}}', flow('"tags":{"toString":1}')])(
    'that is no request is refused: %s',
    async (body) => {
      expect(await send(body)).toEqual([400, 'ValidationException', expect.any(String)])
    },
  )

  it.each(['text/html', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'x'])(
    'of the content type %s is read as JSON',
    async (type) => {
      expect(await send('{}', { 'content-type': type })).toEqual([400, 'ValidationException', expect.any(String)])
    },
  )

  it.each(['gzip', 'br', 'deflate', 'x'.repeat(5_000)])('of the encoding %s is refused', async (encoding) => {
    const sentence = `Sluice reads no request body in the Content-Encoding ${encoding.slice(0, 100)}.`

    expect(await send('{}', { 'content-encoding': encoding })).toEqual(refused(sentence))
  })

  it('that is larger than it may be is refused, and what is left of it is thrown away', async () => {
    const socket = await rawConnection(server.port)
    const { promise: said, resolve } = Promise.withResolvers<string>()
    socket.once('data', (bytes) => resolve(String(bytes)))
    socket.resume()
    const headers = Object.entries(signature()).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`POST /flows/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n${headers.join('')}\r\n`)

    const megabyte = `100000\r\n${'x'.repeat(1_048_576)}\r\n`
    for (let sent = 0; sent < 200 && !socket.destroyed; sent++) {
      await new Promise((taken) => socket.write(megabyte, taken))
    }

    expect(await said).toContain('HTTP/1.1 413 ')
    socket.destroy()
    await server.unhurt()
  })

  it('of millions of chunks of a byte each costs no more than its bytes', async () => {
    const socket = await rawConnection(server.port)
    const { promise: answer, resolve } = Promise.withResolvers<string>()
    socket.once('data', (bytes) => resolve(String(bytes)))
    const headers = Object.entries(signature()).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`POST /flows/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n${headers.join('')}\r\n`)

    for (let sent = 0; sent < 100; sent++) {
      await new Promise((taken) => socket.write('1\r\n \r\n'.repeat(10_000), taken))
    }
    await server.unhurt()
    socket.write('0\r\n\r\n')

    expect(await answer).toContain('HTTP/1.1 400 ')
    socket.destroy()
  })
})
