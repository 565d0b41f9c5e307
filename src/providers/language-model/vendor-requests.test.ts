import { describe, expect, it } from 'vitest'
import type { ConverseRequest } from '../../flow/capabilities/language-model.ts'
import type { JsonObject } from '../../lib/json.ts'
import { recordedOptions } from './recorded-options.contract.ts'
import type { Vendor } from './vendors.contract.ts'
import { asking, openVendor, vendorOf } from './vendors.contract.ts'
import { echoing, startWireServer } from './wire-format.contract.ts'

/** What reaches a service of the kind, or why nothing does. */
const sent = async (type: Vendor['type'], request: ConverseRequest) => {
  const vendor = vendorOf(type)
  await using server = await startWireServer(echoing(vendor.format))
  using model = await openVendor(vendor, server.origin)
  const error = await model.converse(request, recordedOptions().options).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return { call: server.calls[0], error }
}

const chat: ConverseRequest = {
  modelId: 'some-model',
  system: [{ text: 'Be brief.' }, { text: 'Be kind.' }],
  messages: [
    { role: 'user', content: [{ text: 'a' }, { text: 'b' }] },
    { role: 'assistant', content: [{ text: 'c' }] },
    { role: 'user', content: [{ text: 'd' }] },
  ],
  inferenceConfig: { maxTokens: 50, temperature: 0.5, stopSequences: ['END'] },
  toolConfig: {
    tools: [{ toolSpec: { name: 'forecast', description: 'Weather', inputSchema: { json: { type: 'object', properties: {} } } } }],
    toolChoice: { any: {} },
  },
}

describe('a CHAT prompt with tools', () => {
  it.each<[Vendor['type'], string, object, object]>([
    [
      'anthropic',
      '/v1/messages',
      { 'x-api-key': 'sk-secret', 'idempotency-key': 'key-1' },
      {
        model: 'some-model',
        system: [
          { type: 'text', text: 'Be brief.' },
          { type: 'text', text: 'Be kind.' },
        ],
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'a' },
              { type: 'text', text: 'b' },
            ],
          },
          { role: 'assistant', content: [{ type: 'text', text: 'c' }] },
          { role: 'user', content: [{ type: 'text', text: 'd' }] },
        ],
        max_tokens: 50,
        temperature: 0.5,
        stop_sequences: ['END'],
        tools: [{ name: 'forecast', description: 'Weather', input_schema: { type: 'object', properties: {} } }],
        tool_choice: { type: 'any' },
        stream: true,
      },
    ],
    [
      'openai',
      '/v1/chat/completions',
      { authorization: 'Bearer sk-secret', 'idempotency-key': 'key-1' },
      {
        model: 'some-model',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'system', content: 'Be kind.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'a' },
              { type: 'text', text: 'b' },
            ],
          },
          { role: 'assistant', content: 'c' },
          { role: 'user', content: 'd' },
        ],
        max_completion_tokens: 50,
        temperature: 0.5,
        stop: ['END'],
        tools: [
          { type: 'function', function: { name: 'forecast', description: 'Weather', parameters: { type: 'object', properties: {} } } },
        ],
        tool_choice: 'required',
        stream: true,
      },
    ],
    [
      'google',
      '/v1beta/models/some-model:streamGenerateContent?alt=sse',
      { 'x-goog-api-key': 'sk-secret' },
      {
        systemInstruction: { parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'a' }, { text: 'b' }] },
          { role: 'model', parts: [{ text: 'c' }] },
          { role: 'user', parts: [{ text: 'd' }] },
        ],
        generationConfig: { maxOutputTokens: 50, temperature: 0.5, stopSequences: ['END'] },
        tools: [{ functionDeclarations: [{ name: 'forecast', description: 'Weather' }] }],
        toolConfig: { functionCallingConfig: { mode: 'ANY' } },
      },
    ],
  ])('reaches %s in its own form', async (type, url, headers, body) => {
    const { call, error } = await sent(type, chat)

    expect(error).toBeUndefined()
    expect(call).toMatchObject({ url, headers, body })
  })

  it('reaches bedrock as it is, signed by its key', async () => {
    const request: ConverseRequest = {
      ...chat,
      modelId: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default' } }],
      additionalModelRequestFields: { top_k: 7, thinking: { type: 'enabled' } },
      guardrailConfig: { guardrailIdentifier: 'g-1', guardrailVersion: '1' },
      performanceConfig: { latency: 'optimized' },
    }

    const { call, error } = await sent('bedrock', request)

    expect(error).toBeUndefined()
    const { modelId, ...body } = request
    expect(call).toMatchObject({
      url: `/model/${encodeURIComponent(modelId)}/converse-stream`,
      headers: { authorization: 'Bearer sk-secret' },
    })
    expect(call?.body).toEqual(body)
  })
})

describe("a prompt's own fields", () => {
  const fields = { top_k: 7, generationConfig: { topK: 7 }, thinking: { type: 'enabled', budget_tokens: 1024 } }

  it.each<Vendor['type']>(['anthropic', 'openai', 'google', 'openai-compatible'])('stand in the body for %s', async (type) => {
    const { call } = await sent(type, asking('Hi', { inferenceConfig: { maxTokens: 5 }, additionalModelRequestFields: fields }))

    expect(call?.body).toMatchObject(fields)
  })

  it.each<[Vendor['type'], JsonObject, string]>([
    ['anthropic', { max_tokens: 9 }, "'max_tokens'"],
    ['openai', { n: 2 }, "'n'"],
    ['google', { generationConfig: { maxOutputTokens: 9 } }, "'generationConfig.maxOutputTokens'"],
    ['google', { generationConfig: { candidateCount: 2 } }, "'generationConfig.candidateCount'"],
  ])('cannot change what Sluice sets for %s: %j', async (type, changes, named) => {
    const { call, error } = await sent(type, asking('Hi', { inferenceConfig: { maxTokens: 5 }, additionalModelRequestFields: changes }))

    expect(call).toBeUndefined()
    expect(error).toMatchObject({ code: 'VALIDATION', message: expect.stringContaining(named) })
  })
})

describe('a cache point', () => {
  const cached = asking('Hi', {
    system: [{ text: 'Long.' }, { cachePoint: { type: 'default', ttl: '1h' } }],
    toolConfig: { tools: [{ toolSpec: { name: 'f' } }, { cachePoint: { type: 'default' } }] },
  })

  it('marks the block before it for anthropic', async () => {
    const { call } = await sent('anthropic', cached)

    expect(call?.body).toMatchObject({
      system: [{ text: 'Long.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
      tools: [{ name: 'f', cache_control: { type: 'ephemeral' } }],
    })
  })

  it('needs something before it', async () => {
    const { error } = await sent('anthropic', asking('Hi', { system: [{ cachePoint: { type: 'default' } }] }))

    expect(error).toMatchObject({ code: 'VALIDATION', message: expect.stringContaining('a cachePoint with nothing before it') })
  })
})

describe('what a provider cannot express', () => {
  it.each<[string, Vendor['type'], Partial<ConverseRequest>, string]>([
    ['a guardrail', 'anthropic', { guardrailConfig: { guardrailIdentifier: 'g-1', guardrailVersion: '1' } }, 'the guardrail g-1'],
    ['optimized latency', 'google', { performanceConfig: { latency: 'optimized' } }, 'performanceConfig.latency optimized'],
    ['a cache point', 'openai', { system: [{ text: 'a' }, { cachePoint: { type: 'default' } }] }, 'a cachePoint block'],
    [
      'a cache point between tools',
      'openai-compatible',
      { toolConfig: { tools: [{ toolSpec: { name: 'f' } }, { cachePoint: { type: 'default' } }] } },
      'a cachePoint in toolConfig',
    ],
    ['a system tool', 'anthropic', { toolConfig: { tools: [{ systemTool: { name: 's' } }] } }, 'the tool systemTool in toolConfig'],
    ['a strict tool', 'openai', { toolConfig: { tools: [{ toolSpec: { name: 'f', strict: true } }] } }, 'toolSpec.strict in toolConfig'],
  ])('fails the node and is named: %s', async (_, type, changes, named) => {
    const { call, error } = await sent(type, asking('Hi', changes))

    expect(call).toBeUndefined()
    expect(error).toMatchObject({
      code: 'VALIDATION',
      message: expect.stringMatching(new RegExp(`A provider of the type ${type} cannot express ${named}: .*route the model id to another`)),
    })
  })

  it('fails the node where the form of openai would change a tool', async () => {
    const inputSchema = { json: { type: 'object', properties: { a: { type: 'string', pattern: '(?=x)x' } } } }

    const { error } = await sent('openai', asking('Hi', { toolConfig: { tools: [{ toolSpec: { name: 'f', inputSchema } }] } }))

    expect(error).toMatchObject({
      code: 'VALIDATION',
      message: expect.stringMatching(/Model some-model of provider vendor .* cannot take /),
    })
  })
})

describe('the inference configuration', () => {
  it.each<[Vendor['type'], string, object]>([
    ['anthropic', 'claude-sonnet-4-5', { max_tokens: 5, temperature: 1.5, top_p: 0.5 }],
    ['openai', 'o3', { max_completion_tokens: 5, temperature: 1.5, top_p: 0.5 }],
    ['google', 'gemini-2.5-pro', { generationConfig: { maxOutputTokens: 5, temperature: 1.5, topP: 0.5 } }],
  ])('is for %s to judge, whatever is known of the model %s', async (type, modelId, body) => {
    const { call, error } = await sent(type, {
      ...asking('Hi', { inferenceConfig: { maxTokens: 5, temperature: 1.5, topP: 0.5 } }),
      modelId,
    })

    expect(error).toBeUndefined()
    expect(call?.body).toMatchObject(body)
  })
})
