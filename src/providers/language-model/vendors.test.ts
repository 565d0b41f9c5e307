import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { languageModelContract } from './language-model.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'
import type { Vendor } from './vendors.contract.ts'
import { apiKey, asking, openVendor, vendors } from './vendors.contract.ts'
import type { WireAnswer, WireFormat } from './wire-format.contract.ts'
import { echoing, startWireServer } from './wire-format.contract.ts'

const stopReasons: Readonly<Record<Vendor['type'], readonly (readonly [string, string])[]>> = {
  'openai-compatible': [
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['content_filter', 'content_filtered'],
  ],
  openai: [
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['content_filter', 'content_filtered'],
  ],
  anthropic: [
    ['end_turn', 'end_turn'],
    ['max_tokens', 'max_tokens'],
    ['stop_sequence', 'stop_sequence'],
    ['refusal', 'content_filtered'],
  ],
  google: [
    ['STOP', 'end_turn'],
    ['MAX_TOKENS', 'max_tokens'],
    ['SAFETY', 'content_filtered'],
  ],
  bedrock: [
    ['end_turn', 'end_turn'],
    ['max_tokens', 'max_tokens'],
    ['guardrail_intervened', 'guardrail_intervened'],
  ],
}

for (const vendor of vendors) {
  const { type, format } = vendor

  languageModelContract(type, async (tokenDelayMs) => {
    const server = await startWireServer(echoing(format, tokenDelayMs))
    const model = await openVendor(vendor, server.origin)
    return {
      model,
      modelId: 'some-model',
      calls: () => server.calls.length,
      async released() {
        while (server.openStreams() > 0) await sleep(5)
      },
      async [Symbol.asyncDispose]() {
        model[Symbol.dispose]()
        await server[Symbol.asyncDispose]()
      },
    }
  })

  /** One call to a service that answers by `answer`. A call that fails leaves no connection: else this never resolves. */
  const converse = async (answer: WireAnswer, { options, seen } = recordedOptions(), request = asking('Hi')) => {
    await using server = await startWireServer(answer)
    using model = await openVendor(vendor, server.origin)
    try {
      return { answer: await model.converse(request, options), seen, calls: server.calls }
    } catch (error) {
      while (server.openStreams() > 0) await sleep(5)
      return { error, seen, calls: server.calls }
    }
  }

  describe(`a provider of the type ${type}`, () => {
    it.each(cuts(format))('does not count an answer that is cut %s', async (_, answer) => {
      const { error } = await converse(answer)

      expect(error).toMatchObject({
        name: 'NodeError',
        code: 'BAD_GATEWAY',
        retryable: true,
        message: expect.stringContaining('Model some-model of provider vendor'),
      })
    })

    it.each<[number, object]>([
      [400, { code: 'DEPENDENCY_FAILED', retryable: false }],
      [401, { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('models.providers.vendor.apiKeyEnv') }],
      [403, { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('models.providers.vendor.apiKeyEnv') }],
      [
        404,
        {
          code: 'DEPENDENCY_FAILED',
          retryable: false,
          message: expect.stringMatching(/models\.providers\.vendor\.(?:baseUrl|endpointUrl)/),
        },
      ],
      [408, { code: 'BAD_GATEWAY', retryable: true }],
      [429, { code: 'DEPENDENCY_FAILED', retryable: true, retryAfterMs: 7_000, message: expect.stringContaining('maxConcurrency') }],
      [500, { code: 'BAD_GATEWAY', retryable: true, retryAfterMs: 7_000 }],
      [503, { code: 'BAD_GATEWAY', retryable: true }],
      [529, { code: 'BAD_GATEWAY', retryable: true }],
    ])('names a refusal with %d, calls once, and hides the key', async (status, expected) => {
      const { error, calls } = await converse((response) =>
        response
          .writeHead(status, { 'content-type': 'application/json', 'retry-after': '7' })
          .end(format.refusal(`no, and your key is ${apiKey}`)),
      )

      expect(error).toMatchObject({ message: expect.stringMatching(new RegExp(`answered ${status} \\(no, and your key is \\[key\\]\\)`)) })
      expect(error).toMatchObject(expected)
      expect(calls.length).toBe(1)
    })

    it('names an error inside the stream', async () => {
      const { error } = await converse((response) => {
        response.writeHead(200, { 'content-type': format.contentType })
        response.write(format.begin())
        response.write(format.text('half '))
        response.end(format.error('too busy'))
      })

      expect(error).toMatchObject({ code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('too busy') })
    })

    it('names an error at the beginning of the stream, and its status', async () => {
      const { error } = await converse((response) =>
        response.writeHead(200, { 'content-type': format.contentType }).end(format.error('too busy')),
      )

      expect(error).toMatchObject({ code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('too busy') })
    })

    it('names an answer that is no stream', async () => {
      const { error } = await converse((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>'))

      expect(error).toMatchObject({
        code: 'DEPENDENCY_FAILED',
        message: expect.stringMatching(/some-model of provider vendor .* answered text\/html in place of .* \(<html>hello<\/html>\)/),
      })
    })

    it('names the status of a refusal whose body breaks off', async () => {
      const { error } = await converse((response) => {
        response.writeHead(401, { 'content-type': 'application/json', 'content-length': '999' }).write('{"mess')
        setTimeout(() => response.socket?.resetAndDestroy(), 20)
      })

      expect(error).toMatchObject({ code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('answered 401') })
    })

    it('takes an answer whose every byte comes by itself', async () => {
      const { answer } = await converse(async (response) => {
        response.writeHead(200, { 'content-type': format.contentType })
        response.socket?.setNoDelay(true)
        const whole = [format.begin(), format.text('all '), format.text('of it'), format.end({ inputTokens: 1, outputTokens: 2 })]
        for (const byte of Buffer.concat(whole.map((piece) => Buffer.from(piece)))) {
          response.write(Buffer.of(byte))
          await new Promise((resolve) => void setImmediate(resolve))
        }
        response.end()
      })

      expect(answer?.output.message.content).toEqual([{ text: 'all of it' }])
    })

    it('names a service that is not there', async () => {
      using model = await openVendor(vendor, 'http://127.0.0.1:1')

      await expect(model.converse(asking('Hi'), recordedOptions().options)).rejects.toMatchObject({
        code: 'BAD_GATEWAY',
        retryable: true,
        message: expect.stringMatching(/ECONNREFUSED.*models\.providers\.vendor\.(?:baseUrl|endpointUrl)/),
      })
    })

    it('takes no answer that is larger than a value may be', async () => {
      const { error } = await converse((response) => flood(response, format, format.text('x'.repeat(1_000))))

      expect(error).toMatchObject({ code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('limits.valueBytes') })
    })

    it('takes no event without an end', async () => {
      const endless = type === 'bedrock' ? Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]) : `data: ${'x'.repeat(100_000)}`
      const { error } = await converse((response) => flood(response, format, endless))

      expect(error).toMatchObject({
        code: 'DEPENDENCY_FAILED',
        retryable: false,
        message: expect.stringMatching(/1048576 (?:bytes|characters) in one event/),
      })
    })

    it('is stopped while the service has not answered', async () => {
      const stop = new AbortController()
      const { error } = await converse(() => setTimeout(() => stop.abort('stopped'), 20), recordedOptions({ signal: stop.signal }))

      expect(error).toBe('stopped')
    })

    it('is stopped in the body of a refusal', async () => {
      const stop = new AbortController()
      const { error } = await converse(
        (response) => {
          response.writeHead(500, { 'content-type': 'application/json' }).write('{"mess')
          setTimeout(() => stop.abort('stopped'), 20)
        },
        recordedOptions({ signal: stop.signal }),
      )

      expect(error).toBe('stopped')
    })

    it.each(stopReasons[type])('ends with %s as %s', async (raw, stopReason) => {
      const { answer } = await converse((response) => {
        response.writeHead(200, { 'content-type': format.contentType })
        response.write(format.begin())
        response.write(format.text('a'))
        response.end(format.end({ inputTokens: 1, outputTokens: 1 }, raw))
      })

      expect(answer).toMatchObject({ stopReason, usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } })
    })
  })
}

const flood = (response: ServerResponse, { contentType, begin }: WireFormat, piece: string | Buffer): void => {
  response.writeHead(200, { 'content-type': contentType }).write(begin())
  const more = (): void => {
    while (!response.destroyed) if (!response.write(piece)) return void response.once('drain', more)
  }
  more()
}

/** Every way in which a stream can break off. */
function cuts(format: WireFormat): readonly (readonly [string, WireAnswer])[] {
  const head = { 'content-type': format.contentType }
  const half = (response: ServerResponse): void => {
    response.writeHead(200, head)
    response.write(format.begin())
    response.write(format.text('half '))
  }
  const reset = (response: ServerResponse): void => void setTimeout(() => response.socket?.resetAndDestroy(), 20)
  const event = Buffer.from(format.text('more'))
  const ending = Buffer.from(format.end({ inputTokens: 1, outputTokens: 1 }))
  return [
    ['before its head', (response) => response.destroy()],
    ['before its head, by RST', reset],
    ['after its head, in order', (response) => response.writeHead(200, head).end()],
    [
      'after its head',
      (response) => {
        response.writeHead(200, head).flushHeaders()
        setTimeout(() => response.destroy(), 20)
      },
    ],
    ['in the middle, in order', (response) => (half(response), response.end())],
    [
      'in the middle, at the end of a connection without chunks',
      (response) => {
        response.useChunkedEncodingByDefault = false
        half(response)
        response.end()
      },
    ],
    ['in the middle', (response) => (half(response), setTimeout(() => response.destroy(), 20))],
    ['in the middle, by RST', (response) => (half(response), reset(response))],
    ['in an event, in order', (response) => (half(response), response.end(event.subarray(0, event.length - 9)))],
    ['in an event, by RST', (response) => (half(response), response.write(event.subarray(0, event.length - 9)), reset(response))],
    ['before its end mark, in order', (response) => (half(response), response.end(ending.subarray(0, 20)))],
  ]
}
