import { describe, expect, it } from 'vitest'
import { functionsOf, promptsOf, ScriptedModel } from '../../../test/fakes.ts'
import { MemoryObjectStore } from '../../../test/memory-object-store.ts'
import type { FlowNode, IoType } from '../../contract/flow-definition.ts'
import type { CallOptions } from '../capabilities/call-options.ts'
import type { ObjectAnswer } from '../capabilities/object-store.ts'
import { NodeError } from '../node-error.ts'
import type { NodeAction, NodeType, Values } from './node-type.ts'
import { retrieval } from './retrieval.ts'
import { storage } from './storage.ts'

const s3 = { serviceConfiguration: { s3: { bucketName: 'box' } } }
const save: FlowNode = { name: 'Save', type: 'Storage', configuration: { storage: s3 } }
const load = (type: IoType = 'String'): FlowNode => ({
  name: 'Load',
  type: 'Retrieval',
  configuration: { retrieval: s3 },
  outputs: [{ name: 's3Content', type }],
})

const run = async (type: NodeType, node: FlowNode, inputs: Values, objectStore = new MemoryObjectStore()) => {
  const actions: NodeAction[] = []
  const outputs = await type.run?.(node, inputs, {
    signal: new AbortController().signal,
    idempotencyKey: 'key',
    executionArn: 'arn',
    valueBytes: 1_000,
    progress: () => {},
    received: () => {},
    queued: () => {},
    action: (action) => actions.push(action),
    languageModel: new ScriptedModel(),
    promptLibrary: promptsOf({}),
    functionInvoker: functionsOf({}),
    objectStore,
  })
  return { outputs, actions, objects: [...objectStore.objects].map(([uri, { content }]) => [uri, Buffer.from(content).toString()]) }
}

describe('a Storage node', () => {
  it('stores its content, records the call without it and hands on the URI', async () => {
    const { outputs, actions, objects } = await run(storage, save, { content: 'grüezi', objectKey: 'a/b.txt' })

    expect(outputs).toEqual({ s3Uri: 's3://box/a/b.txt' })
    expect(objects).toEqual([['s3://box/a/b.txt', 'grüezi']])
    expect(actions).toEqual([
      {
        serviceName: 's3',
        operationName: 'PutObject',
        requestId: 'request of 7 bytes',
        request: { bucket: 'box', key: 'a/b.txt', contentType: 'text/plain; charset=utf-8', contentLength: 7 },
        response: { contentLength: 7, contentType: 'text/plain; charset=utf-8' },
      },
    ])
    expect(storage.resource?.(save)).toBe('arn:aws:s3:::box')
  })

  it.each<[Values[string], string, string]>([
    ['', '', 'text/plain; charset=utf-8'],
    ['"quoted"', '"quoted"', 'text/plain; charset=utf-8'],
    [{ a: [1, 'é', null] }, '{"a":[1,"é",null]}', 'application/json'],
    [[], '[]', 'application/json'],
    [1.5, '1.5', 'application/json'],
    [false, 'false', 'application/json'],
  ])('stores %j as %s', async (content, stored, contentType) => {
    const { objects, actions } = await run(storage, save, { content, objectKey: 'k' })

    expect(objects).toEqual([['s3://box/k', stored]])
    expect(actions[0]?.request['contentType']).toBe(contentType)
  })

  it('refuses what UTF-8 cannot write: nothing is replaced silently', async () => {
    await expect(run(storage, save, { content: 'x\ud800', objectKey: 'k' })).rejects.toThrow(
      new NodeError('VALIDATION', 'The content of node Save has half of a surrogate pair, which UTF-8 cannot write: remove it.'),
    )
  })
})

const storing = (content: string | Uint8Array, pieceBytes = 65_536): MemoryObjectStore => {
  const store = new MemoryObjectStore()
  store.pieceBytes = pieceBytes
  store.objects.set('s3://box/k', { content: Buffer.from(content), contentType: 'text/plain' })
  return store
}

describe('a Retrieval node', () => {
  it('hands on the text, and records the call without it', async () => {
    const { outputs, actions } = await run(retrieval, load(), { objectKey: 'k' }, storing('{"a":1}'))

    expect(outputs).toEqual({ s3Content: '{"a":1}' })
    expect(actions).toEqual([
      {
        serviceName: 's3',
        operationName: 'GetObject',
        requestId: 'request of 7 bytes',
        request: { bucket: 'box', key: 'k' },
        response: { contentLength: 7, contentType: 'text/plain' },
      },
    ])
    expect(retrieval.resource?.(load())).toBe('arn:aws:s3:::box')
  })

  it.each([1, 2, 3, 5])('reads characters that are cut between pieces of %i bytes', async (pieceBytes) => {
    const { outputs } = await run(retrieval, load(), { objectKey: 'k' }, storing('\ufeffé東👩‍👧', pieceBytes))

    expect(outputs).toEqual({ s3Content: 'é東👩‍👧' })
  })

  it.each([
    ['no UTF-8', Buffer.from([0x61, 0xff])],
    ['half of a character', Buffer.from('é').subarray(0, 1)],
    ['UTF-16', Buffer.from('\ufeffab', 'utf16le')],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
    ['an overlong form', Buffer.from([0xc0, 0xaf])],
  ])('fails on %s', async (_, content) => {
    await expect(run(retrieval, load(), { objectKey: 'k' }, storing(content))).rejects.toThrow(
      new NodeError('VALIDATION', 'Object s3://box/k is not UTF-8 text, which alone a Retrieval node reads.'),
    )
  })

  it('ends the call with the first bytes that are no text', async () => {
    const store = storing(Buffer.from([0xff, 0x61, 0x61]), 1)
    const pieces: number[] = []
    const get = store.get.bind(store)
    store.get = (place, options): Promise<ObjectAnswer> =>
      get(place, {
        ...options,
        onContent: (piece) => {
          pieces.push(piece.length)
          options.onContent(piece)
        },
      } satisfies CallOptions & typeof options)

    await expect(run(retrieval, load(), { objectKey: 'k' }, store)).rejects.toThrow('is not UTF-8 text')
    expect(pieces).toEqual([1])
  })

  it.each<[IoType, string, unknown]>([
    ['Object', '\ufeff{"a":[1]}\n', { a: [1] }],
    ['Array', '[1,"2"]', [1, '2']],
    ['Number', ' 3 ', 3],
    ['Boolean', 'true', true],
    ['Number', '"a String, for the type to refuse"', 'a String, for the type to refuse'],
  ])('reads JSON where the declared type is %s', async (type, content, value) => {
    const { outputs } = await run(retrieval, load(type), { objectKey: 'k' }, storing(content))

    expect(outputs).toEqual({ s3Content: value })
  })

  it.each([
    ['', 'is not JSON'],
    ['{a:1}', 'is not JSON'],
    ['['.repeat(102) + ']'.repeat(102), 'nests deeper than 100 levels'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'nests deeper than 100 levels'],
    ['[1e400]', 'has a number that is too large for a double'],
  ])('fails on %.20j where JSON is declared', async (content, why) => {
    await expect(run(retrieval, load('Object'), { objectKey: 'k' }, storing(content))).rejects.toMatchObject({
      code: 'VALIDATION',
      message: `Object s3://box/k ${why}: correct it, or declare the output s3Content as String in place of Object.`,
    })
  })
})
