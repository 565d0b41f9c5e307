import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executionArn, fakeServer, flow } from '../../test/fake-server.ts'

let server: Awaited<ReturnType<typeof fakeServer>>
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server.close())

describe('a web page', () => {
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': '123456789012/20260101/us-east-1/bedrock/aws4_request',
    'X-Amz-Date': '20260101T000000Z',
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'a'.repeat(64),
  })
  const ask = (path: string, origin: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${server.port}${path}?${query}`, { method, headers: { origin } })
  const own = `/sluice/v1/executions/${encodeURIComponent(executionArn)}`

  it("of an allowed origin may read Sluice's own paths with a presigned URL", async () => {
    const answer = await ask(own, 'https://console.example.com')

    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([
      200,
      'https://console.example.com',
      'origin',
    ])
  })

  it.each([
    ['of another origin', own, 'https://evil.example.com', 'GET'],
    ["of an allowed origin, for AWS's paths", '/flows/', 'https://console.example.com', 'GET'],
    ['of an allowed origin, that would change something', `/flows/${flow.id}/`, 'https://console.example.com', 'POST'],
  ])('%s may not', async (_, path, origin, method) => {
    const answer = await ask(path, origin, method)

    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null])
    expect(await answer.json()).toEqual({ message: `The web page ${origin} may not call Sluice with a presigned URL.` })
  })
})
