/**
 * A model server for trying things without a model: it speaks OpenAI's chat completions on loopback, streams word by word
 * and tells what became of each call. By itself: `node examples/model-server.ts --port 9999 --token-delay-ms 100`.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

export interface ModelServerOptions {
  /** @defaultValue 0: any free one */
  readonly port?: number
  /** The pause before each word. @defaultValue 0 */
  readonly tokenDelayMs?: number
  /** @defaultValue says the prompt back */
  readonly answer?: (prompt: string) => string
}

/** What became of one call when its answer was over or its connection gone. */
export interface ClosedCall {
  readonly prompt: string
  readonly sentTokens: number
  /** Milliseconds UTC. */
  readonly at: number
  readonly finished: boolean
}

export interface ModelServer {
  /** What goes into `models.providers.<name>.baseUrl`. */
  readonly baseUrl: string
  /** How many calls came so far. */
  requests(): number
  /** How many answers are being streamed right now. */
  openStreams(): number
  onClose(listener: (call: ClosedCall) => void): void
  close(): Promise<void>
}

export const startModelServer = async (options: ModelServerOptions = {}): Promise<ModelServer> => {
  const { port = 0, tokenDelayMs = 0, answer = (prompt) => prompt } = options
  const listeners: ((call: ClosedCall) => void)[] = []
  let requests = 0
  let openStreams = 0

  const complete = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests++
    const call = await readCall(request)
    if (call === undefined) return sendError(response, 400, 'The body must be a JSON object with model and messages.')
    const words = answer(call.prompt).match(/^\s+|\S+\s*/g) ?? []
    const gone = new AbortController()
    let sentTokens = 0
    openStreams++
    response.once('close', () => {
      openStreams--
      gone.abort()
      const closed = { prompt: call.prompt, sentTokens, at: Date.now(), finished: response.writableFinished }
      for (const listener of listeners) listener(closed)
    })
    if (!call.stream) return sendJson(response, 200, completion(call, words))
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    response.flushHeaders()
    for (const word of words) {
      if (tokenDelayMs > 0) await sleep(tokenDelayMs, undefined, { signal: gone.signal }).catch(() => undefined)
      if (gone.signal.aborted) return
      response.write(event(chunk(call, { index: 0, delta: { role: 'assistant', content: word }, finish_reason: null })))
      sentTokens++
    }
    response.write(event(chunk(call, { index: 0, delta: {}, finish_reason: 'stop' })))
    if (call.includeUsage) response.write(event({ ...chunk(call), usage: usage(call, words) }))
    response.end('data: [DONE]\n\n')
  }

  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return sendError(response, 404, 'There is only POST /v1/chat/completions.')
    complete(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendError(response, 500, String(error))
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const usedPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    baseUrl: `http://127.0.0.1:${usedPort}/v1`,
    requests: () => requests,
    openStreams: () => openStreams,
    onClose: (listener) => void listeners.push(listener),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

interface Call {
  readonly model: string
  readonly prompt: string
  readonly stream: boolean
  readonly includeUsage: boolean
}

const readCall = async (request: IncomingMessage): Promise<Call | undefined> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  try {
    const { model, messages, stream, stream_options } = JSON.parse(Buffer.concat(pieces).toString())
    const prompt = messages.findLast(({ role }: { role: string }) => role === 'user').content
    if (typeof model !== 'string' || typeof prompt !== 'string') return undefined
    return { model, prompt, stream: stream === true, includeUsage: stream_options?.include_usage === true }
  } catch {
    return undefined
  }
}

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`

const chunk = ({ model }: Call, ...choices: readonly object[]): object => ({ ...headOf(model), object: 'chat.completion.chunk', choices })

const completion = (call: Call, words: readonly string[]): object => ({
  ...headOf(call.model),
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' }],
  usage: usage(call, words),
})

const headOf = (model: string): object => ({ id: 'chatcmpl-example', created: Math.floor(Date.now() / 1000), model })

const usage = ({ prompt }: Call, words: readonly string[]): object => {
  const promptTokens = prompt.match(/\S+/g)?.length ?? 0
  return { prompt_tokens: promptTokens, completion_tokens: words.length, total_tokens: promptTokens + words.length }
}

const sendJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const sendError = (response: ServerResponse, status: number, message: string): void =>
  sendJson(response, status, { error: { message, type: 'invalid_request_error', code: status } })

const serve = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '9999' }, 'token-delay-ms': { type: 'string', default: '50' } },
  })
  const server = await startModelServer({ port: number(values, 'port'), tokenDelayMs: number(values, 'token-delay-ms') })
  server.onClose(({ prompt, sentTokens, finished }) =>
    console.log(`${finished ? 'finished' : 'cut off'} after ${sentTokens} ${sentTokens === 1 ? 'word' : 'words'}: ${prompt}`),
  )
  console.log(`The model server is ready at ${server.baseUrl}`)
}

const number = (values: Readonly<Record<string, string>>, name: string): number => {
  const text = values[name] ?? ''
  if (!/^\d{1,5}$/.test(text)) throw new Error(`--${name} must be a whole number, not ${text}.`)
  return Number(text)
}

if (import.meta.main)
  await serve().catch((error: unknown) => {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const hint = inUse ? ': choose another port with --port, and the same in the baseUrl of the configuration.' : ''
    console.error(`${error instanceof Error ? error.message : String(error)}${hint}`)
    process.exitCode = 1
  })
