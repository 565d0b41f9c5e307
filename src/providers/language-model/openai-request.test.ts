import { describe, expect, it } from 'vitest'
import type { ConverseRequest } from '../../flow/capabilities/language-model.ts'
import { openAiRequest } from './openai-request.ts'

const request: ConverseRequest = { modelId: 'llama3.2', messages: [{ role: 'user', content: [{ text: 'Hi' }] }], system: [] }
const body = { model: 'llama3.2', messages: [{ role: 'user', content: 'Hi' }], stream: true, stream_options: { include_usage: true } }

describe('a Converse request in the form of OpenAI', () => {
  it.each<[string, Partial<ConverseRequest>, object]>([
    ['as little as there is', {}, body],
    [
      'system blocks in one message, text blocks in one text',
      {
        system: [{ text: 'Be brief.' }, { text: 'Be kind.' }],
        messages: [
          { role: 'user', content: [{ text: 'a' }, { text: 'b' }] },
          { role: 'assistant', content: [{ text: 'c' }] },
        ],
      },
      {
        ...body,
        messages: [
          { role: 'system', content: 'Be brief.\n\nBe kind.' },
          { role: 'user', content: 'a\n\nb' },
          { role: 'assistant', content: 'c' },
        ],
      },
    ],
    [
      'the inference configuration',
      { inferenceConfig: { maxTokens: 5, temperature: 0, topP: 0.5, stopSequences: ['END'] } },
      { ...body, max_tokens: 5, temperature: 0, top_p: 0.5, stop: ['END'] },
    ],
    ['no empty list of stop sequences', { inferenceConfig: { stopSequences: [] } }, body],
    ['additional fields at the top', { additionalModelRequestFields: { top_k: 7, seed: null } }, { ...body, top_k: 7, seed: null }],
    ['standard latency', { performanceConfig: { latency: 'standard' } }, body],
    [
      'tools and the choice of one',
      {
        toolConfig: {
          tools: [{ toolSpec: { name: 'forecast', description: 'Weather', inputSchema: { json: { type: 'object' } } } }],
          toolChoice: { tool: { name: 'forecast' } },
        },
      },
      {
        ...body,
        tools: [{ type: 'function', function: { name: 'forecast', description: 'Weather', parameters: { type: 'object' } } }],
        tool_choice: { type: 'function', function: { name: 'forecast' } },
      },
    ],
    [
      'the choice of any tool',
      { toolConfig: { tools: [{ toolSpec: { name: 'f' } }], toolChoice: { any: {} } } },
      { ...body, tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'required' },
    ],
  ])('carries %s', (_, changes, expected) => {
    expect(openAiRequest({ ...request, ...changes })).toEqual(expected)
  })

  it.each<[string, Partial<ConverseRequest>, string]>([
    ['a guardrail', { guardrailConfig: { guardrailIdentifier: 'gr1', guardrailVersion: '1' } }, 'the guardrail gr1'],
    ['optimized latency', { performanceConfig: { latency: 'optimized' } }, 'performanceConfig.latency optimized'],
    ['a cache point', { messages: [{ role: 'user', content: [{ cachePoint: { type: 'default' } }] }] }, 'a cachePoint block'],
    ['a cache point in system', { system: [{ cachePoint: { type: 'default' } }] }, 'a cachePoint block'],
    ['a tool use', { messages: [{ role: 'assistant', content: [{ toolUse: {} }] }] }, 'a toolUse block'],
    ['a cache point among tools', { toolConfig: { tools: [{ cachePoint: { type: 'default' } }] } }, 'the tool cachePoint'],
    ['a toolConfig without tools', { toolConfig: {} }, 'a toolConfig without tools'],
    ['an unknown tool setting', { toolConfig: { tools: [], strict: true } }, 'strict in toolConfig'],
    ['an unknown member of a tool', { toolConfig: { tools: [{ toolSpec: { name: 'f', strict: true } }] } }, 'toolSpec.strict'],
    ['an unknown choice', { toolConfig: { tools: [], toolChoice: { none: {} } } }, 'toolChoice none'],
    ['fields that are no object', { additionalModelRequestFields: [1] }, 'must be an object'],
    ['a field that Sluice sets', { additionalModelRequestFields: { stream: false } }, "must not have 'stream'"],
    [
      'a field that the node sets too',
      { inferenceConfig: { maxTokens: 5 }, additionalModelRequestFields: { max_tokens: 9 } },
      "must not have 'max_tokens'",
    ],
    ['several answers', { additionalModelRequestFields: { n: 2 } }, "must not have 'n'"],
  ])('fails the node for %s', (_, changes, named) => {
    expect(() => openAiRequest({ ...request, ...changes })).toThrow(
      expect.objectContaining({ name: 'NodeError', code: 'VALIDATION', retryable: false, message: expect.stringContaining(named) }),
    )
  })
})
