import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

/** One call of a function, as its server has seen it. */
export interface FunctionRequest {
  readonly functionArn: string
  readonly headers: IncomingHttpHeaders
  readonly event: unknown
}

/** A real server of functions behind one URL. */
export interface FunctionServer extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly FunctionRequest[]
  /** Requests whose connection is open and that have no answer. */
  open(): number
}

export const startFunctionServer = async (
  answer: (request: FunctionRequest, response: ServerResponse) => unknown,
): Promise<FunctionServer> => {
  const requests: FunctionRequest[] = []
  let open = 0
  const server = createServer(async (request, response) => {
    open++
    response.once('close', () => open--)
    const { headers } = request
    const functionArn = String(headers['lambda-runtime-invoked-function-arn'])
    const asked = { functionArn, headers, event: await json(request) }
    requests.push(asked)
    await answer(asked, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/functions`,
    requests,
    open: () => open,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
