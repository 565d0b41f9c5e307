import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openAiCompatible } from './openai-compatible.ts'
import { converse, request, surroundings } from './raw-conversation.contract.ts'
import {
  chunkedHead,
  dataEvent,
  doneEvent,
  finishEvent,
  httpChunk,
  lastHttpChunk,
  startRawModelServer,
  streamHead,
  textEvent,
} from './raw-model-server.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'

const answered = (text: string, others: object = {}) => ({
  requestId: 'chatcmpl-1',
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 0, outputTokens: 2, totalTokens: 2 },
  metrics: { latencyMs: expect.any(Number) },
  ...others,
})

describe('what is sent', () => {
  it('is a streaming completion with key and idempotency key', async () => {
    const { requests } = await converse((socket) => socket.end(streamHead + textEvent('a') + doneEvent))

    const [head = '', body = ''] = requests[0]?.split('\r\n\r\n') ?? []
    expect(head.split('\r\n')).toEqual(
      expect.arrayContaining([
        'POST /v1/chat/completions HTTP/1.1',
        'accept: text/event-stream',
        'content-type: application/json',
        'idempotency-key: key-1',
        'authorization: Bearer sk-secret',
      ]),
    )
    expect(JSON.parse(body)).toEqual({
      model: 'llama3.2',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it('is one connection for calls that follow one another', async () => {
    const sockets = new Set<Socket>()
    await using server = await startRawModelServer((socket) => {
      sockets.add(socket)
      socket.write(chunkedHead + httpChunk(textEvent('a') + doneEvent) + lastHttpChunk)
    })
    using model = openAiCompatible({ name: 'local', baseUrl: `${server.baseUrl}/` }, surroundings)

    await model.converse(request, recordedOptions().options)
    await model.converse(request, recordedOptions().options)

    expect([sockets.size, server.requests.length]).toEqual([1, 2])
  })
})

describe('an answer', () => {
  const whole = textEvent('Grüezi 東') + textEvent('京 👩‍👩‍👧')

  it.each<[string, (socket: Socket) => unknown]>([
    ['ends with [DONE]', (socket) => socket.end(streamHead + whole + doneEvent)],
    ['ends with a finish_reason alone', (socket) => socket.end(streamHead + whole + finishEvent())],
    ['ends with [DONE] without an empty line after it', (socket) => socket.end(`${streamHead}${whole}data: [DONE]`)],
    ['has line ends of two characters', (socket) => socket.end(streamHead + (whole + doneEvent).replaceAll('\n', '\r\n'))],
    [
      'has comments, names and empty events between',
      (socket) => socket.end(`${streamHead}: ping\n\nevent: message\n${whole}\n\ndata: {}\n\n${doneEvent}`),
    ],
    ['comes in chunks', (socket) => socket.write(chunkedHead + httpChunk(whole) + httpChunk(doneEvent) + lastHttpChunk)],
    [
      'is lost only after its end mark',
      (socket) => socket.write(chunkedHead + httpChunk(whole + doneEvent), () => setTimeout(() => socket.resetAndDestroy(), 20)),
    ],
    ['stays open after [DONE]', (socket) => socket.write(chunkedHead + httpChunk(whole + doneEvent))],
    ['goes on after [DONE]', (socket) => socket.end(streamHead + whole + doneEvent + textEvent('never'))],
  ])('counts when it %s', async (_, send) => {
    const recorded = recordedOptions()

    const { answer } = await converse(send, recorded)

    expect(answer).toEqual(answered('Grüezi 東京 👩‍👩‍👧'))
    expect(recorded.seen.texts).toEqual(['Grüezi 東', '京 👩‍👩‍👧'])
  })

  it('is whole when every byte comes by itself', async () => {
    const { answer } = await converse(async (socket) => {
      socket.setNoDelay(true)
      for (const byte of Buffer.from(streamHead + whole + doneEvent)) {
        socket.write(Buffer.of(byte))
        await new Promise((resolve) => void setImmediate(resolve))
      }
      socket.end()
    })

    expect(answer).toEqual(answered('Grüezi 東京 👩‍👩‍👧'))
  })

  it("carries the server's usage, request id and stop reason", async () => {
    const usage = dataEvent({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 } })
    const head = streamHead.replace('\r\n\r\n', '\r\nx-request-id: req-7\r\n\r\n')

    const { answer } = await converse((socket) => socket.end(head + textEvent('cut') + finishEvent('length') + usage + doneEvent))

    expect(answer).toEqual(
      answered('cut', { requestId: 'req-7', stopReason: 'max_tokens', usage: { inputTokens: 7, outputTokens: 2, totalTokens: 9 } }),
    )
  })

  it('puts tool calls together from their pieces', async () => {
    const piece = (call: object): string =>
      dataEvent({ id: 'chatcmpl-1', choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }] })
    const stream =
      piece({ index: 0, id: 'call-1', type: 'function', function: { name: 'forecast', arguments: '' } }) +
      piece({ index: 0, function: { arguments: '{"city":' } }) +
      piece({ index: 0, function: { arguments: '"Bern"}' } }) +
      finishEvent('tool_calls') +
      doneEvent

    const { answer } = await converse((socket) => socket.end(streamHead + stream))

    expect(answer).toMatchObject({
      output: { message: { content: [{ toolUse: { toolUseId: 'call-1', name: 'forecast', input: { city: 'Bern' } } }] } },
      stopReason: 'tool_use',
    })
  })
})

describe('a stop', () => {
  it.each<[string, string]>([
    ['before any byte', ''],
    ['in the head', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['after the head', chunkedHead],
    ['in an event', streamHead + textEvent('a').slice(0, 20)],
    ['in a chunk', chunkedHead + httpChunk(textEvent('a')).slice(0, 30)],
    ['in the body of an error', 'HTTP/1.1 500 X\r\ncontent-length: 999\r\n\r\nstuck'],
  ])('closes the socket of a server that hangs %s', async (_, sent) => {
    const stop = new AbortController()
    const recorded = recordedOptions({ signal: stop.signal })

    const { error } = await converse((socket) => {
      socket.write(sent, () => setTimeout(() => stop.abort('stopped'), 20))
      // Whatever the server still has to say comes too late.
      socket.once('end', () => socket.end(textEvent('late')))
    }, recorded)

    expect([error, recorded.seen.texts]).toEqual(['stopped', []])
  })

  it('wins over an answer that is whole but still open', async () => {
    const stop = new AbortController()

    const { error } = await converse(
      (socket) => socket.write(chunkedHead + httpChunk(textEvent('a') + doneEvent), () => setTimeout(() => stop.abort('stopped'), 20)),
      recordedOptions({ signal: stop.signal }),
    )

    expect(error).toBe('stopped')
  })

  it('from within a piece of text ends the call there', async () => {
    const stop = new AbortController()
    const recorded = recordedOptions({ signal: stop.signal, onText: () => stop.abort('stopped') })

    const { error } = await converse((socket) => socket.write(streamHead + textEvent('a')), recorded)

    expect([error, recorded.seen.texts]).toEqual(['stopped', ['a']])
  })
})
