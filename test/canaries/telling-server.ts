import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Refuses every call and tells all that it was sent, as some servers do of a wrong key. */
export const tellingServer = async () => {
  const told: string[] = []
  const server = createServer(async (asked, response) => {
    await text(asked)
    const message = `Incorrect API key provided: ${asked.url} ${JSON.stringify(asked.headers)}`
    told.push(message)
    response.writeHead(401, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' })
    response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: 401 }, message, type: 'error' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { told, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() }
}
