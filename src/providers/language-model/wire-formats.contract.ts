import { crc32 } from 'node:zlib'
import type { WireBody, WireFormat } from './wire-format.contract.ts'

const sse = (event: string | undefined, data: object): string =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`
/** The text of the last user message. */
const lastUser = ({ messages, contents = [] }: WireBody): string => {
  const { content, parts = [] } = (messages ?? contents).findLast(({ role }) => role === 'user') ?? {}
  return typeof content === 'string' ? content : (content ?? parts).map(({ text = '' }) => text).join('')
}

/** @see https://docs.anthropic.com/en/api/messages-streaming */
export const anthropicFormat: WireFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  promptOf: lastUser,
  begin: () =>
    sse('message_start', {
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 1 },
      },
    }) +
    sse('content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }) +
    sse('ping', { type: 'ping' }),
  text: (text) => sse('content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  end: ({ inputTokens, outputTokens }, stopReason = 'end_turn') =>
    sse('content_block_stop', { type: 'content_block_stop', index: 0 }) +
    sse('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    }) +
    sse('message_stop', { type: 'message_stop' }),
  error: (message) => sse('error', { type: 'error', error: { type: 'overloaded_error', message } }),
  refusal: (message) => JSON.stringify({ type: 'error', error: { type: 'some_error', message } }),
}

const openAiChunk = (choices: readonly object[], more: object = {}): string =>
  sse(undefined, { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt', choices, ...more })

/** @see https://platform.openai.com/docs/api-reference/chat/streaming */
export const openAiFormat: WireFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  promptOf: lastUser,
  begin: () => openAiChunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
  text: (content) => openAiChunk([{ index: 0, delta: { content }, finish_reason: null }]),
  end: ({ inputTokens, outputTokens }, stopReason = 'stop') =>
    openAiChunk([{ index: 0, delta: {}, finish_reason: stopReason }]) +
    openAiChunk([], {
      usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
    }) +
    'data: [DONE]\n\n',
  error: (message) => sse(undefined, { error: { message, type: 'server_error', code: null, param: null } }),
  refusal: (message) => JSON.stringify({ error: { message, type: 'some_error', code: null, param: null } }),
}

const googleChunk = (text: string, more: object = {}, usageMetadata: object = {}): string =>
  sse(undefined, {
    candidates: [{ content: { parts: text === '' ? [] : [{ text }], role: 'model' }, index: 0, ...more }],
    usageMetadata,
    modelVersion: 'gemini',
    responseId: 'response-1',
  })

/** @see https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent */
export const googleFormat: WireFormat = {
  contentType: 'text/event-stream',
  promptOf: lastUser,
  begin: () => '',
  text: (text) => googleChunk(text),
  end: ({ inputTokens, outputTokens }, stopReason = 'STOP') =>
    googleChunk(
      '',
      { finishReason: stopReason },
      { promptTokenCount: inputTokens, candidatesTokenCount: outputTokens, totalTokenCount: inputTokens + outputTokens },
    ),
  error: (message) => sse(undefined, { error: { code: 503, message, status: 'UNAVAILABLE' } }),
  refusal: (message) => JSON.stringify({ error: { code: 400, message, status: 'SOME' } }),
}

/** One message of AWS's event stream. @see https://smithy.io/2.0/aws/amazon-eventstream.html */
export const awsEvent = (headers: Readonly<Record<string, string>>, payload: object): Buffer => {
  const head = Buffer.concat(
    Object.entries({ ':content-type': 'application/json', ...headers }).map(([name, value]) => {
      const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)]
      const length = Buffer.alloc(2)
      length.writeUInt16BE(valueBytes.length)
      return Buffer.concat([Buffer.of(nameBytes.length), nameBytes, Buffer.of(7), length, valueBytes])
    }),
  )
  const body = Buffer.from(JSON.stringify(payload))
  const prelude = Buffer.alloc(12)
  prelude.writeUInt32BE(head.length + body.length + 16, 0)
  prelude.writeUInt32BE(head.length, 4)
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8)
  const message = Buffer.concat([prelude, head, body])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(message))
  return Buffer.concat([message, sum])
}

export const converseEvent = (type: string, payload: object): Buffer => awsEvent({ ':message-type': 'event', ':event-type': type }, payload)
export const converseException = (type: string, message: string): Buffer =>
  awsEvent({ ':message-type': 'exception', ':exception-type': type }, { message })

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html */
export const bedrockFormat: WireFormat = {
  contentType: 'application/vnd.amazon.eventstream',
  promptOf: lastUser,
  begin: () => converseEvent('messageStart', { role: 'assistant' }),
  text: (text) => converseEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
  end: ({ inputTokens, outputTokens }, stopReason = 'end_turn') =>
    Buffer.concat([
      converseEvent('contentBlockStop', { contentBlockIndex: 0 }),
      converseEvent('messageStop', { stopReason }),
      converseEvent('metadata', {
        usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
        metrics: { latencyMs: 12 },
      }),
    ]),
  error: (message) => converseException('serviceUnavailableException', message),
  refusal: (message) => JSON.stringify({ message }),
}
