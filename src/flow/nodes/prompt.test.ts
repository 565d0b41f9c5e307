import { describe, expect, it } from 'vitest'
import type { FlowNode } from '../../contract/flow-definition.ts'
import type { PromptFlowNodeConfiguration } from '../../contract/node-configuration/prompt.ts'
import type { ConverseAnswer, ConverseOptions, ConverseRequest, Message } from '../capabilities/language-model.ts'
import type { PromptVariant } from '../../contract/prompt.ts'
import { functionsOf, promptsOf } from '../../../test/fakes.ts'
import { MemoryObjectStore } from '../../../test/memory-object-store.ts'
import { NodeError } from '../node-error.ts'
import type { NodeAction, NodeContext, Values } from './node-type.ts'
import { prompt } from './prompt.ts'

type Inline = NonNullable<PromptFlowNodeConfiguration['sourceConfiguration']['inline']>

const promptNode = (configuration: PromptFlowNodeConfiguration): FlowNode => ({
  name: 'Ask',
  type: 'Prompt',
  configuration: { prompt: configuration },
})

const source = (template: string, more: Partial<Inline> = {}): PromptFlowNodeConfiguration => ({
  sourceConfiguration: { inline: { modelId: 'm1', templateType: 'TEXT', templateConfiguration: { text: { text: template } }, ...more } },
})

const text = (template: string, more: Partial<Inline> = {}): FlowNode => promptNode(source(template, more))

const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 }

const run = async (
  node: FlowNode,
  inputs: Values,
  {
    latency,
    content = [{ text: 'fine' }],
    valueBytes = 1_000,
    prompts = {},
  }: {
    latency?: 'optimized'
    content?: Message['content']
    valueBytes?: number
    prompts?: Readonly<Record<string, PromptVariant>>
  } = {},
) => {
  const requests: ConverseRequest[] = []
  const actions: NodeAction[] = []
  const seen: unknown[] = []
  const answer: ConverseAnswer = {
    requestId: 'r1',
    output: { message: { role: 'assistant', content } },
    stopReason: 'end_turn',
    usage,
    metrics: { latencyMs: 1 },
  }
  const context: NodeContext = {
    signal: new AbortController().signal,
    idempotencyKey: 'key',
    executionArn: 'arn',
    valueBytes,
    ...(latency && { latency }),
    progress: (piece) => seen.push(piece),
    received: (sizeBytes) => seen.push(sizeBytes),
    queued: (queued) => seen.push(queued),
    action: (action) => actions.push(action),
    promptLibrary: promptsOf(prompts),
    functionInvoker: functionsOf({}),
    objectStore: new MemoryObjectStore(),
    languageModel: {
      converse: (request: ConverseRequest, options: ConverseOptions) => {
        requests.push(request)
        seen.push(options.idempotencyKey, options.executionArn, options.signal === context.signal)
        options.onQueued(false)
        options.onText('fi')
        options.onBytes(7)
        return Promise.resolve(answer)
      },
    },
  }
  const outputs = await prompt.run?.(node, inputs, context)
  return { outputs, request: requests[0], actions, seen }
}

const saying = (words: string): Pick<ConverseRequest, 'system' | 'messages'> => ({
  system: [],
  messages: [{ role: 'user', content: [{ text: words }] }],
})

describe('a TEXT prompt', () => {
  it('asks the model once, records the call and hands on the text', async () => {
    const { outputs, request, actions, seen } = await run(text('Hello {{name}}'), { name: 'Ada' })

    const expected = { modelId: 'm1', ...saying('Hello Ada') }
    expect(request).toEqual(expected)
    expect(outputs).toEqual({ modelCompletion: 'fine' })
    expect(actions).toEqual([
      {
        serviceName: 'bedrock',
        operationName: 'Converse',
        requestId: 'r1',
        request: expected,
        response: {
          output: { message: { role: 'assistant', content: [{ text: 'fine' }] } },
          stopReason: 'end_turn',
          usage,
          metrics: { latencyMs: 1 },
        },
      },
    ])
    expect(seen).toEqual(['key', 'arn', true, false, 'fi', 7])
  })

  it('invariant 18: counts what it would become before it is put together', async () => {
    const mentions = '{{aa}}'.repeat(40_000)
    const message = 'The filled prompt is larger than 1000 bytes (setting limits.valueBytes).'

    await expect(run(text(mentions), { aa: 'x'.repeat(6_000_000) })).rejects.toThrow(message)
    await expect(run(text('{{aa}}{{aa}}'), { aa: 'x'.repeat(501) })).rejects.toThrow(message)
    await expect(run(text('{{aa}}{{aa}}'), { aa: 'x'.repeat(500) })).resolves.toBeDefined()
  })

  it('passes on everything that its author set', async () => {
    const node = promptNode({
      sourceConfiguration: {
        inline: {
          modelId: 'm1',
          templateType: 'TEXT',
          templateConfiguration: { text: { text: 'x', cachePoint: { type: 'default' } } },
          inferenceConfiguration: { text: { maxTokens: 9, temperature: 0, topP: 1, stopSequences: ['#'] } },
          additionalModelRequestFields: { top_k: 3 },
        },
      },
      guardrailConfiguration: { guardrailIdentifier: 'gr1', guardrailVersion: 'DRAFT' },
    })

    const { request } = await run(node, {}, { latency: 'optimized' })

    expect(request).toEqual({
      modelId: 'm1',
      system: [],
      messages: [{ role: 'user', content: [{ text: 'x' }, { cachePoint: { type: 'default' } }] }],
      inferenceConfig: { maxTokens: 9, temperature: 0, topP: 1, stopSequences: ['#'] },
      additionalModelRequestFields: { top_k: 3 },
      guardrailConfig: { guardrailIdentifier: 'gr1', guardrailVersion: 'DRAFT' },
      performanceConfig: { latency: 'optimized' },
    })
  })

  it.each<[string, Values, string]>([
    ['{{a}} and {{b}}', { a: '{{b}}', b: '$& $1' }, '{{b}} and $& $1'],
    ['{{ a }}{{a}}', { a: 'x' }, 'xx'],
    ['{{o}} {{l}} {{n}} {{t}}', { o: { k: [1, 'é'] }, l: [true, null], n: 1.5, t: false }, '{"k":[1,"é"]} [true,null] 1.5 false'],
    ['{ "a": {"b": {{a}}}} {{}} {{#if}}', { a: 1 }, '{ "a": {"b": 1}} {{}} {{#if}}'],
    ['{{constructor}}', { constructor: 'own' }, 'own'],
  ])('fills %j in one pass', async (template, inputs, words) => {
    const { request } = await run(text(template), inputs)

    expect(request).toEqual({ modelId: 'm1', ...saying(words) })
  })

  it('fails when a variable has no value', async () => {
    await expect(run(text('{{constructor}}'), {})).rejects.toThrow(
      new NodeError('VALIDATION', "The prompt's variable constructor has no value: connect an input of this name."),
    )
  })

  it('joins the texts of the answer and leaves out what is none', async () => {
    const { outputs } = await run(text('x'), {}, { content: [{ text: 'a' }, { toolUse: { name: 't' } }, { text: 'b' }] })

    expect(outputs).toEqual({ modelCompletion: 'ab' })
  })
})

it('maps a CHAT prompt to system, messages and tools', async () => {
  const node = promptNode({
    sourceConfiguration: {
      inline: {
        modelId: 'm1',
        templateType: 'CHAT',
        templateConfiguration: {
          chat: {
            system: [{ text: 'You are {{who}}' }, { cachePoint: { type: 'default' } }],
            messages: [
              { role: 'user', content: [{ text: '{{q1}}' }] },
              { role: 'assistant', content: [{ text: 'ok {{who}}' }] },
              { role: 'user', content: [{ text: 'more' }, { cachePoint: { type: 'default' } }] },
            ],
            toolConfiguration: {
              tools: [{ toolSpec: { name: 't', inputSchema: { json: { type: 'object' } } } }],
              toolChoice: { auto: {} },
            },
          },
        },
      },
    },
  })

  expect(prompt.inputs(node).map(({ name }) => name)).toEqual(['who', 'q1'])
  const { request } = await run(node, { who: 'Ada', q1: 'why?' })

  expect(request).toEqual({
    modelId: 'm1',
    system: [{ text: 'You are Ada' }, { cachePoint: { type: 'default' } }],
    messages: [
      { role: 'user', content: [{ text: 'why?' }] },
      { role: 'assistant', content: [{ text: 'ok Ada' }] },
      { role: 'user', content: [{ text: 'more' }, { cachePoint: { type: 'default' } }] },
    ],
    toolConfig: { tools: [{ toolSpec: { name: 't', inputSchema: { json: { type: 'object' } } } }], toolChoice: { auto: {} } },
  })
})

describe('a prompt resource', () => {
  const node = promptNode({
    sourceConfiguration: { resource: { promptArn: 'P' } },
    guardrailConfiguration: { guardrailIdentifier: 'gr1', guardrailVersion: '1' },
  })
  const variant: PromptVariant = {
    name: 'formal',
    templateType: 'TEXT',
    templateConfiguration: { text: { text: 'Dear {{who}}', inputVariables: [{ name: 'who' }] } },
    modelId: 'm2',
    inferenceConfiguration: { text: { temperature: 0.5 } },
    metadata: [{ key: 'team', value: 'a' }],
    additionalModelRequestFields: { k: 1 },
  }

  it('is asked as an inline prompt is, with the guardrail of the node', async () => {
    const { request, actions } = await run(node, { who: 'Ada', unused: 1 }, { prompts: { P: variant } })

    expect(request).toEqual({
      modelId: 'm2',
      ...saying('Dear Ada'),
      inferenceConfig: { temperature: 0.5 },
      additionalModelRequestFields: { k: 1 },
      guardrailConfig: { guardrailIdentifier: 'gr1', guardrailVersion: '1' },
    })
    expect(actions[0]?.request).toEqual(request)
  })

  it('takes the variables that are connected, whatever they are', () => {
    expect(prompt.inputs(node)).toEqual([])
    expect(prompt.freeInputs).toBe(true)
  })

  const { modelId: _, ...unfinished } = variant
  const agentIdentifier = 'arn:aws:bedrock:us-east-1:123456789012:agent-alias/AGENT00001/ALIAS00001'
  it.each<[string, Readonly<Record<string, PromptVariant>>, string]>([
    ['there is none', {}, 'There is no prompt P.'],
    ['a variable of it has no value', { P: { ...variant, templateConfiguration: { text: { text: '{{x}}' } } } }, 'variable x has no value'],
    ['it names no model', { P: unfinished }, 'The variant formal of the prompt P names no model: give it a modelId with UpdatePrompt.'],
    ['it is for an agent', { P: { ...unfinished, genAiResource: { agent: { agentIdentifier } } } }, `is for the agent ${agentIdentifier}`],
  ])('fails when %s', async (__, prompts, message) => {
    const failed = run(node, { who: 'Ada' }, { prompts })

    await expect(failed).rejects.toThrow(NodeError)
    await expect(failed).rejects.toThrow(message)
  })
})

describe('checking', () => {
  it.each<[string, FlowNode, readonly string[]]>([
    ['a complete prompt', text('x'), []],
    ['an empty model id', text('x', { modelId: '' }), ['Node Ask is missing its required configuration: modelId is empty.']],
    [
      'a CHAT prompt with a text template',
      text('x', { templateType: 'CHAT' }),
      ['Node Ask is missing its required configuration: messages is empty.'],
    ],
    ['a prompt resource', promptNode({ sourceConfiguration: { resource: { promptArn: 'arn' } } }), []],
    [
      'an empty prompt resource',
      promptNode({ sourceConfiguration: { resource: { promptArn: '' } } }),
      ['Node Ask is missing its required configuration: promptArn is empty.'],
    ],
    [
      'half a guardrail',
      promptNode({ ...source('x'), guardrailConfiguration: { guardrailIdentifier: 'gr1' } }),
      ['Node Ask is missing its required configuration: guardrailVersion is empty.'],
    ],
  ])('judges %s', (_, node, messages) => {
    expect(prompt.check?.(node).map(({ message }) => message)).toEqual(messages)
  })
})
