import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { HttpConnections } from '../calls/http-connections.ts'
import { OpenAiReader } from './openai-reader.ts'
import { openAiRequest } from './openai-request.ts'

/** A server that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp, LM Studio and many more. */
export interface OpenAiCompatibleServer {
  /** The provider's name in the configuration, for messages. */
  readonly name: string
  /** What stands before `/chat/completions`, usually up to `/v1`. */
  readonly baseUrl: string
  readonly apiKey?: string
}

const endMark = '[DONE] or a finish_reason'

/**
 * Calls stream, so that a stop closes the very socket. Time limits are the caller's: the signal.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export const openAiCompatible = (
  server: OpenAiCompatibleServer,
  { clock, ids, answerBytes }: { clock: Clock; ids: Ids; answerBytes: number },
): LanguageModel & Disposable => {
  const connections = new HttpConnections(clock)
  const url = new URL(`${server.baseUrl.replace(/\/+$/, '')}/chat/completions`)
  return {
    async converse(request, options) {
      options.signal.throwIfAborted()
      const beganAt = clock.monotonic()
      const reader = new OpenAiReader({ ...server, model: request.modelId, endMark }, options, { answerBytes, now: () => clock.now() })
      const ending = await connections.post({
        url,
        headers: headersFor(server, options.idempotencyKey),
        body: JSON.stringify(openAiRequest(request)),
        signal: options.signal,
        onHead: (status, headers) => reader.onHead(status, headers),
        onChunk: (chunk) => reader.onChunk(chunk),
      })
      const { requestId = ids.uuid(), ...answer } = reader.finish(ending)
      return { requestId, ...answer, metrics: { latencyMs: Math.round(clock.monotonic() - beganAt) } }
    },
    [Symbol.dispose]: () => connections[Symbol.dispose](),
  }
}

const headersFor = ({ apiKey }: OpenAiCompatibleServer, idempotencyKey: string): Readonly<Record<string, string>> => ({
  accept: 'text/event-stream',
  'content-type': 'application/json',
  'idempotency-key': idempotencyKey,
  ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
})
