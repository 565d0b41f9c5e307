import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fakeServer } from '../../test/fake-server.ts'

let server: Awaited<ReturnType<typeof fakeServer>>
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server.close())

it.each([
  ['127.0.0.1', 200, 'some 1\n'],
  ['sluice', 200, 'some 1\n'],
  ['sluice.example.com', 200, 'some 1\n'],
  ['evil.com', 403, '{"message":"The host evil.com is not allowed: add it to the setting allowedHosts."}'],
])('is answered without a signature, but only on a host that is allowed: %s', async (host, status, page) => {
  const call = request({ port: server.port, host: '127.0.0.1', path: '/metrics', headers: { host }, agent: false }).end()
  const [answer] = (await once(call, 'response')) as [IncomingMessage]

  expect([answer.statusCode, await text(answer)]).toEqual([status, page])
})
