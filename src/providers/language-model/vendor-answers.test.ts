import { describe, expect, it, vi } from 'vitest'
import { bedrock } from './bedrock/bedrock.ts'
import { recordedOptions } from './recorded-options.contract.ts'
import type { Vendor } from './vendors.contract.ts'
import { asking, openVendor, surroundings, vendorOf } from './vendors.contract.ts'
import type { WireAnswer } from './wire-format.contract.ts'
import { startWireServer } from './wire-format.contract.ts'
import { bedrockFormat, converseEvent, converseException } from './wire-formats.contract.ts'

const answered = async (type: Vendor['type'], answer: WireAnswer) => {
  const vendor = vendorOf(type)
  await using server = await startWireServer(answer)
  using model = await openVendor(vendor, server.origin)
  return await model.converse(asking('Hi'), recordedOptions().options)
}

const sends =
  (type: string, ...pieces: readonly (string | Buffer)[]): WireAnswer =>
  (response) => {
    response.writeHead(200, { 'content-type': type, 'x-amzn-requestid': 'req-1', 'x-request-id': 'req-1' })
    for (const piece of pieces) response.write(piece)
    response.end()
  }

const toolUse = { toolUse: { toolUseId: 'call-1', name: 'forecast', input: { city: 'Bern' } } }
const thought = (more: object = {}) => ({ reasoningContent: { reasoningText: { text: 'Hm, so.', ...more } } })
const sse = (...events: readonly object[]): string => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
const anthropicBlock = (index: number, block: object, deltas: readonly object[]): string =>
  sse(
    { type: 'content_block_start', index, content_block: block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  )

describe('reasoning and a tool call', () => {
  it('come from anthropic in order', async () => {
    const answer = await answered(
      'anthropic',
      sends(
        'text/event-stream',
        sse({
          type: 'message_start',
          message: { id: 'msg_1', model: 'claude', role: 'assistant', content: [], usage: { input_tokens: 3, output_tokens: 1 } },
        }),
        anthropicBlock(0, { type: 'thinking', thinking: '', signature: '' }, [
          { type: 'thinking_delta', thinking: 'Hm, ' },
          { type: 'thinking_delta', thinking: 'so.' },
          { type: 'signature_delta', signature: 'sig' },
        ]),
        anthropicBlock(1, { type: 'text', text: '' }, [{ type: 'text_delta', text: 'Wait.' }]),
        anthropicBlock(2, { type: 'tool_use', id: 'call-1', name: 'forecast', input: {} }, [
          { type: 'input_json_delta', partial_json: '{"city":' },
          { type: 'input_json_delta', partial_json: '"Bern"}' },
        ]),
        sse(
          { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 9 } },
          { type: 'message_stop' },
        ),
      ),
    )

    expect(answer).toMatchObject({
      requestId: 'req-1',
      output: { message: { content: [thought(), { text: 'Wait.' }, toolUse] } },
      stopReason: 'tool_use',
    })
  })

  it('come from google', async () => {
    const parts = [{ text: 'Hm, so.', thought: true }, { functionCall: { name: 'forecast', args: { city: 'Bern' } } }]
    const answer = await answered(
      'google',
      sends('text/event-stream', sse({ candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }] })),
    )

    expect(answer).toMatchObject({
      output: { message: { content: [thought(), { toolUse: { name: 'forecast', input: { city: 'Bern' } } }] } },
      stopReason: 'tool_use',
    })
  })

  it('come from bedrock with their signature', async () => {
    const delta = (contentBlockIndex: number, piece: object): Buffer =>
      converseEvent('contentBlockDelta', { contentBlockIndex, delta: piece })
    const answer = await answered(
      'bedrock',
      sends(
        bedrockFormat.contentType,
        bedrockFormat.begin(),
        delta(0, { reasoningContent: { text: 'Hm, ' } }),
        delta(0, { reasoningContent: { text: 'so.' } }),
        delta(0, { reasoningContent: { signature: 'sig' } }),
        delta(1, { text: 'Wait.' }),
        converseEvent('contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 'call-1', name: 'forecast' } } }),
        delta(2, { toolUse: { input: '{"city":' } }),
        delta(2, { toolUse: { input: '"Bern"}' } }),
        bedrockFormat.end({ inputTokens: 3, outputTokens: 9 }, 'tool_use'),
      ),
    )

    expect(answer).toEqual({
      requestId: 'req-1',
      output: { message: { role: 'assistant', content: [thought({ signature: 'sig' }), { text: 'Wait.' }, toolUse] } },
      stopReason: 'tool_use',
      usage: { inputTokens: 3, outputTokens: 9, totalTokens: 12 },
      metrics: { latencyMs: 12 },
    })
  })
})

it.each<[string, object]>([
  ['throttlingException', { code: 'DEPENDENCY_FAILED', retryable: true, message: expect.stringContaining('answered 429 (so it is)') }],
  ['validationException', { code: 'DEPENDENCY_FAILED', retryable: false, message: expect.stringContaining('answered 400 (so it is)') }],
  ['modelStreamErrorException', { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('answered 424 (so it is)') }],
  ['internalServerException', { code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('answered 500 (so it is)') }],
])('a %s inside the stream of bedrock is named', async (name, expected) => {
  const answer = answered('bedrock', sends(bedrockFormat.contentType, bedrockFormat.begin(), converseException(name, 'so it is')))

  await expect(answer).rejects.toMatchObject(expected)
})

describe('an answer whose connection is lost after its end mark', () => {
  const lost = (type: Vendor['type']) => {
    const format = vendorOf(type).format
    return answered(type, (response) => {
      response.writeHead(200, { 'content-type': format.contentType })
      response.write(format.begin())
      response.write(format.text('all'))
      response.write(format.end({ inputTokens: 1, outputTokens: 1 }))
      setTimeout(() => response.socket?.resetAndDestroy(), 50)
    })
  }

  it.each<Vendor['type']>(['openai-compatible', 'anthropic', 'bedrock'])('counts when it comes from %s', async (type) => {
    await expect(lost(type)).resolves.toMatchObject({ output: { message: { content: [{ text: 'all' }] } } })
  })

  // These models of the AI SDK say that an answer is whole only at the end of its connection.
  it.each<Vendor['type']>(['openai', 'google'])('is asked for again when it comes from %s', async (type) => {
    await expect(lost(type)).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true })
  })
})

describe('bedrock without a key', () => {
  const service = { name: 'vendor', region: 'us-east-1', endpointUrl: 'http://127.0.0.1:1' }

  it('signs with the credentials of the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    await using server = await startWireServer(sends(bedrockFormat.contentType, bedrockFormat.end({ inputTokens: 1, outputTokens: 1 })))
    using model = bedrock({ ...service, endpointUrl: server.origin }, surroundings)

    await model.converse(asking('Hi'), recordedOptions().options)

    expect(server.calls[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/us-east-1\/bedrock\/aws4_request/)
    vi.unstubAllEnvs()
  })

  it('says what it has nothing to sign with', async () => {
    using model = bedrock({ ...service, profile: 'no-such-profile' }, surroundings)

    await expect(model.converse(asking('Hi'), recordedOptions().options)).rejects.toMatchObject({
      code: 'DEPENDENCY_FAILED',
      retryable: false,
      message: expect.stringMatching(
        /some-model of provider vendor .* was not called \(CredentialsProviderError\): check the AWS credentials .*providers\.vendor\.profile/,
      ),
    })
  })
})

describe('a stop while credentials are fetched', () => {
  it('is not waited for, and nothing is sent after it', async () => {
    await using credentials = await startWireServer(() => {})
    await using server = await startWireServer(() => {})
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${credentials.origin}/`).stubEnv('AWS_ACCESS_KEY_ID', undefined)
    using model = bedrock({ name: 'vendor', region: 'us-east-1', endpointUrl: server.origin }, surroundings)
    const stop = new AbortController()

    const answer = model.converse(asking('Hi'), recordedOptions({ signal: stop.signal }).options)
    setTimeout(() => stop.abort('stopped'), 50)

    await expect(answer).rejects.toBe('stopped')
    expect(server.calls).toEqual([])
    vi.unstubAllEnvs()
  })
})
