import type { ConverseAnswer, ConverseRequest } from '../../src/flow/capabilities/language-model.ts'
import type { Capabilities } from '../../src/flow/nodes/node-type.ts'
import { s3UriOf } from '../../src/flow/nodes/object-place.ts'
import { promptsOf } from '../fakes.ts'
import { wordsOf } from '../random-calls.ts'
import { oneWord } from '../random-flow.ts'
import type { Life } from './life.ts'
import type { CallWorld } from './simulated-calls.ts'
import { SimulatedCalls } from './simulated-calls.ts'

/** What the nodes of one process can reach, and all calls that it makes by it. */
export interface SimulatedCapabilities extends Capabilities {
  readonly calls: readonly SimulatedCalls[]
}

/** Models, functions and objects, each with slots of their own: what they answer follows from what they are asked. */
export const simulatedCapabilities = (life: Life, world: CallWorld): SimulatedCapabilities => {
  const calls = {
    model: new SimulatedCalls(life, world),
    function: new SimulatedCalls(life, world),
    object: new SimulatedCalls(life, world),
  }
  return {
    calls: Object.values(calls),
    promptLibrary: promptsOf({}),
    languageModel: {
      converse(request, options) {
        const prompt = promptOf(request)
        const text = oneWord(prompt)
        const come = (piece: string): void => {
          options.onBytes(piece.length)
          options.onText(piece)
        }
        const call = {
          // A prompt says its node's name first.
          what: prompt.split(' ')[0] ?? '',
          counts: 'model calls' as const,
          begins: () => come(text.slice(0, 1)),
          answers() {
            come(text)
            return answerOf(text)
          },
        }
        return calls.model.make(call, options)
      },
    },
    functionInvoker: {
      invoke(asked, options) {
        const words = wordsOf(asked)
        const value = oneWord(words)
        const call = {
          what: words.split(' ')[0] ?? '',
          counts: 'function calls' as const,
          begins: () => options.onBytes(1),
          answers() {
            options.onBytes(value.length)
            return { requestId: 'request', value }
          },
        }
        return calls.function.make(call, options)
      },
    },
    objectStore: {
      get(place, options) {
        const content = Buffer.from(oneWord(s3UriOf(place)))
        const come = (piece: Buffer): void => {
          options.onBytes(piece.length)
          options.onContent(piece)
        }
        const call = {
          what: `reading ${s3UriOf(place)}`,
          counts: 'objects read' as const,
          begins: () => come(content.subarray(0, 1)),
          answers() {
            come(content)
            return { requestId: 'request', object: { contentLength: content.length } }
          },
        }
        return calls.object.make(call, options)
      },
      put(place, { content: { byteLength: contentLength } }, options) {
        const call = {
          what: `writing ${s3UriOf(place)}`,
          counts: 'objects written' as const,
          begins: () => options.onBytes(1),
          answers: () => ({ requestId: 'request', object: { contentLength } }),
        }
        return calls.object.make(call, options)
      },
    },
  }
}

const promptOf = ({ messages }: ConverseRequest): string => {
  const block = messages[0]?.content[0]
  return block && 'text' in block ? block.text : ''
}

const answerOf = (text: string): ConverseAnswer => ({
  requestId: 'request',
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 0 },
})
