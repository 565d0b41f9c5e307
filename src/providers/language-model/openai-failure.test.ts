import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openAiCompatible } from './openai-compatible.ts'
import { converse, request, surroundings } from './raw-conversation.contract.ts'
import {
  chunkedHead,
  dataEvent,
  doneEvent,
  httpChunk,
  lastHttpChunk,
  plainAnswer,
  streamHead,
  textEvent,
} from './raw-model-server.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'

describe('an answer that does not count', () => {
  const half = textEvent('half ')
  const nested = `${'['.repeat(1_000)}${']'.repeat(1_000)}`
  const deepToolCall = dataEvent({
    choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'call', function: { name: 'f', arguments: nested } }] } }],
  })
  const manyToolCalls = (batch: number): string => {
    const calls = Array.from({ length: 10_000 }, (_, index) => ({ index: batch * 10_000 + index, id: 'call', function: {} }))
    return dataEvent({ choices: [{ index: 0, delta: { tool_calls: calls } }] })
  }

  it.each<[string, (socket: Socket) => unknown]>([
    ['before its head', (socket) => socket.end()],
    ['before its head, by RST', (socket) => socket.resetAndDestroy()],
    ['in its head', (socket) => socket.end('HTTP/1.1 200 O')],
    ['in a flood of interim answers', (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200))],
    ['after its head', (socket) => socket.end(streamHead)],
    ['without its end mark', (socket) => socket.end(streamHead + half)],
    ['without its end mark, with the last chunk', (socket) => socket.end(chunkedHead + httpChunk(half) + lastHttpChunk)],
    ['between two chunks', (socket) => socket.end(chunkedHead + httpChunk(half))],
    ['in a chunk', (socket) => socket.end(chunkedHead + httpChunk(half).slice(0, -9))],
    ['in an event', (socket) => socket.end(streamHead + half + textEvent('x').slice(0, 20))],
    ['in its end mark', (socket) => socket.end(`${streamHead}${half}data: [DON`)],
    ['by RST', (socket) => socket.write(chunkedHead + httpChunk(half), () => setTimeout(() => socket.resetAndDestroy(), 20))],
  ])('is BAD_GATEWAY, retryable, when it is cut %s', async (_, send) => {
    const { error } = await converse(send)

    expect(error).toMatchObject({
      name: 'NodeError',
      code: 'BAD_GATEWAY',
      retryable: true,
      message: expect.stringContaining('llama3.2 of provider local'),
    })
  })

  it.each<[string, string, object]>([
    [
      '429',
      plainAnswer(429, '{"error":{"message":"slow down"}}'),
      {
        code: 'DEPENDENCY_FAILED',
        retryable: true,
        message: expect.stringMatching(/answered 429 \(slow down\).*models\.providers\.local\.maxConcurrency/),
      },
    ],
    [
      '429 that says when to come back',
      plainAnswer(429, '', 'retry-after: 7\r\n'),
      { code: 'DEPENDENCY_FAILED', retryable: true, retryAfterMs: 7_000 },
    ],
    [
      '503 that says when to come back',
      plainAnswer(503, '', 'retry-after: 0.5\r\n'),
      { code: 'BAD_GATEWAY', retryable: true, retryAfterMs: 500 },
    ],
    [
      '500',
      plainAnswer(500, '<html>oops</html>'),
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('answered 500 (<html>oops</html>)') },
    ],
    [
      '503 without a body',
      plainAnswer(503, ''),
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('answered 503: ') },
    ],
    [
      '401',
      plainAnswer(401, '{"error":{"message":"Incorrect key: sk-secret"}}'),
      {
        code: 'DEPENDENCY_FAILED',
        retryable: false,
        message: expect.stringMatching(/Incorrect key: \[key\]\).*models\.providers\.local\.apiKeyEnv/),
      },
    ],
    [
      '400 with a body that nests 7,000 levels',
      plainAnswer(400, `{"error":${'['.repeat(7_000)}${']'.repeat(7_000)}}`),
      { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('answered 400 ({"error":[[[') },
    ],
    [
      '200 with the key for its content type',
      'HTTP/1.1 200 OK\r\ncontent-type: x/sk-secret\r\ncontent-length: 0\r\n\r\n',
      { code: 'DEPENDENCY_FAILED', message: expect.stringContaining('answered x/[key] in place of text/event-stream') },
    ],
    [
      '200 with tool arguments that nest 1,000 levels',
      streamHead + deepToolCall + doneEvent,
      { code: 'BAD_GATEWAY', message: expect.stringContaining('a tool call whose arguments are not JSON, or too deep') },
    ],
    [
      '404',
      plainAnswer(404, '{"error":"model not found"}'),
      {
        code: 'DEPENDENCY_FAILED',
        retryable: false,
        message: expect.stringMatching(/\(model not found\).*models\.providers\.local\.baseUrl/),
      },
    ],
    [
      '400',
      plainAnswer(400, '{"message":"bad temperature"}'),
      { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('answered 400 (bad temperature)') },
    ],
    [
      'a redirect',
      plainAnswer(302, '', 'location: http://127.0.0.1:1/\r\n'),
      { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('redirects are not followed') },
    ],
    [
      'plain JSON',
      plainAnswer(200, '{"choices":[]}'),
      {
        code: 'DEPENDENCY_FAILED',
        retryable: false,
        message: expect.stringContaining('answered application/json in place of text/event-stream'),
      },
    ],
    [
      'an error in the stream',
      `${streamHead}${textEvent('a')}${dataEvent({ error: { message: 'out of memory' } })}`,
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('broke off its answer (out of memory)') },
    ],
    [
      'an error with a status in the stream',
      streamHead + dataEvent({ error: { message: 'too many', code: 429 } }),
      { code: 'DEPENDENCY_FAILED', retryable: true, message: expect.stringContaining('answered 429 (too many)') },
    ],
    [
      'an event that is no JSON',
      `${streamHead}data: hello\n\n${doneEvent}`,
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('an event that is not JSON') },
    ],
    [
      'an event that is no object',
      `${streamHead}data: [1]\n\n${doneEvent}`,
      { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('an event that is not an object') },
    ],
  ])('is named when the server sends %s', async (_, sent, expected) => {
    const { error } = await converse((socket) => socket.end(sent))

    expect(error).toMatchObject({ name: 'NodeError', ...expected })
  })

  it('is named when the body of an error never ends', async () => {
    const { error } = await converse((socket) => socket.write('HTTP/1.1 500 X\r\ncontent-length: 999\r\n\r\nstuck'))

    expect(error).toMatchObject({ code: 'BAD_GATEWAY', message: expect.stringContaining('answered 500 (stuck)') })
  })

  it("shortens the server's words to 200 characters on one line", async () => {
    const { error } = await converse((socket) =>
      socket.end(plainAnswer(400, JSON.stringify({ error: { message: `a\n\u0007b${'😀'.repeat(500)}` } }))),
    )

    const words = /\((a b.*?)\): correct/u.exec(String(error))?.[1]
    expect(Array.from(words ?? '')).toEqual(['a', ' ', 'b', ...Array<string>(196).fill('😀'), '…'])
  })

  it.each<[string, (socket: Socket) => unknown, string]>([
    ['text', (socket) => socket.write(streamHead + textEvent('x'.repeat(60_000)).repeat(2)), '100000 bytes (limits.valueBytes)'],
    ['one event', (socket) => socket.write(`${streamHead}data: ${'x'.repeat(1_100_000)}`), '1048576 characters in one event'],
    [
      'tool calls',
      (socket) => socket.write(streamHead + manyToolCalls(0) + manyToolCalls(1) + manyToolCalls(2)),
      '100000 bytes (limits.valueBytes)',
    ],
  ])('is refused and its connection closed when there is too much of it: %s', async (_, send, bound) => {
    const { error } = await converse(send)

    expect(error).toMatchObject({ code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining(bound) })
  })

  it('names a server that is not there', async () => {
    using model = openAiCompatible({ name: 'local', baseUrl: 'http://127.0.0.1:9/v1' }, surroundings)

    const call = model.converse(request, recordedOptions().options)

    await expect(call).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('ECONNREFUSED') })
  })
})
