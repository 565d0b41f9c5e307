import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Answer } from './client.ts'
import type { Sign } from './client.ts'
import { signature } from './client.ts'

/** An answer, and the milliseconds from the request to its last byte. */
export interface TimedAnswer extends Answer {
  readonly milliseconds: number
}

export interface LeanClient extends Disposable {
  /** One call without any repetition. @throws Error - there was no answer. */
  send(method: string, path: string, body?: object): Promise<TimedAnswer>
  /** As many calls at once as there are connections, each begun when one before it was answered. */
  sendAll<Item>(items: readonly Item[], one: (item: Item, client: LeanClient) => Promise<unknown>): Promise<void>
}

/** A client whose own work is small beside the server's: kept connections, `node:http`, one signature. */
export const leanClient = (endpoint: string, connections = 50, sign: Sign = signature): LeanClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const fixed = sign === signature ? signature() : undefined
  const client: LeanClient = {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const begin = performance.now()
        const said = body === undefined ? '' : JSON.stringify(body)
        const headers = { ...(fixed ?? sign({ method, path, body: said })), 'content-type': 'application/json' }
        const call = request(endpoint + path, { method, headers, agent }, (response) => {
          text(response).then((answered) => {
            const milliseconds = performance.now() - begin
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(answered), milliseconds })
          }, reject)
        })
        call.on('error', reject)
        call.end(said)
      }),
    async sendAll(items, one) {
      const left = items.values()
      const worker = async (): Promise<void> => {
        for (const item of left) await one(item, client)
      }
      await Promise.all(Array.from({ length: Math.min(connections, items.length) }, worker))
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
  return client
}
