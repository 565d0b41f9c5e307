import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** How a service of one kind writes an answer, byte by byte. */
export interface WireFormat {
  readonly contentType: string
  /** The text of the last user message in a request's body. */
  promptOf(body: WireBody): string
  begin(): Buffer | string
  text(word: string): Buffer | string
  /** Up to the end mark and with it. */
  end(usage: { readonly inputTokens: number; readonly outputTokens: number }, stopReason?: string): Buffer | string
  /** An error inside the stream, in the service's own form. */
  error(message: string): Buffer | string
  /** The body of an answer whose status is an error. */
  refusal(message: string): string
}

/** What the kinds of requests have in common. */
export interface WireBody {
  readonly messages?: readonly WireMessage[]
  readonly contents?: readonly WireMessage[]
}

interface WireMessage {
  readonly role: string
  readonly content?: string | readonly { readonly text?: string }[]
  readonly parts?: readonly { readonly text?: string }[]
}

/** A service on loopback that says each prompt back, or what `answer` writes. */
export interface WireServer extends AsyncDisposable {
  readonly origin: string
  readonly calls: readonly WireCall[]
  openStreams(): number
}

export interface WireCall {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: WireBody
}

export type WireAnswer = (response: ServerResponse, call: WireCall) => unknown

export const startWireServer = async (answer: WireAnswer): Promise<WireServer> => {
  const calls: WireCall[] = []
  let openStreams = 0
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(Buffer.from(piece))
    const call = { url: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(pieces).toString() || '{}') }
    calls.push(call)
    openStreams++
    response.once('close', () => openStreams--)
    await answer(response, call)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    calls,
    openStreams: () => openStreams,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Says the prompt back word by word. */
export const echoing =
  (format: WireFormat, tokenDelayMs = 0): WireAnswer =>
  async (response, { body }) => {
    const prompt = format.promptOf(body)
    const words = prompt.match(/^\s+|\S+\s*/g) ?? []
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    response.writeHead(200, { 'content-type': format.contentType }).write(format.begin())
    for (const word of words) {
      if (tokenDelayMs > 0) await sleep(tokenDelayMs, undefined, { signal: gone.signal }).catch(() => undefined)
      if (gone.signal.aborted) return
      response.write(format.text(word))
    }
    response.end(format.end({ inputTokens: prompt.match(/\S+/g)?.length ?? 0, outputTokens: words.length }))
  }
