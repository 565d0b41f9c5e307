import { Agent, request as httpRequest } from 'node:http'
import type { RawAnswer } from '../malformed/modelled.ts'
import type { FuzzedRequest } from './mutate-request.ts'

const hangMs = 10_000

export interface FuzzedSender extends Disposable {
  /** @throws Error - there was no answer in time. */
  send(request: FuzzedRequest): Promise<RawAnswer>
}

/** Sends requests byte by byte as they are written, over kept connections. */
export const fuzzedSender = (endpoint: string): FuzzedSender => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const bytes = Buffer.from(body, 'latin1')
        // Said here, because Node sends the body of a GET or HEAD without its length: it would be the next request.
        const framed = bytes.length === 0 ? headers : { ...headers, 'content-length': bytes.length }
        const call = httpRequest(endpoint, { method, path, headers: framed, agent, signal: AbortSignal.timeout(hangMs) }, (answer) => {
          const { statusCode: status = 0, headers: answered } = answer
          const pieces: Buffer[] = []
          answer
            .on('data', (piece: Buffer) => pieces.push(piece))
            .on('end', () => resolve({ status, headers: answered, body: Buffer.concat(pieces).toString() }))
            .on('error', reject)
        })
        call.on('error', reject)
        call.end(bytes)
      }),
    [Symbol.dispose]: () => agent.destroy(),
  }
}
