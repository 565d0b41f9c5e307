import type { FlowNode } from '../../contract/flow-definition.ts'
import { NodeError } from '../node-error.ts'
import { nodeType } from './node-type.ts'
import { objectDocument } from './object-document.ts'
import { bucketArn, objectPlace, s3UriOf } from './object-place.ts'
import { requiredReferences } from './required-references.ts'

/**
 * Reads an object of a bucket as UTF-8 text; where the declared type is not String, as a JSON document of that type.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html
 * @remarks Assumed: a byte order mark is no part of the text. The recorded action is the answer without the content, which
 * stands in the node's output.
 */
export const retrieval = nodeType('Retrieval', {
  behaviour: 'work',
  inputs: () => [{ name: 'objectKey', type: 'String', required: true }],
  outputs: () => [{ name: 's3Content', type: 'Any', required: true }],
  resource: bucketArn,
  check: (node) => {
    const configuration = node.configuration?.retrieval
    return configuration ? requiredReferences(node, { bucketName: configuration.serviceConfiguration.s3?.bucketName }) : []
  },

  async run(node, inputs, context) {
    const { objectStore, signal, idempotencyKey, executionArn, valueBytes } = context
    const place = objectPlace(node, inputs)
    const text = new ObjectText(s3UriOf(place))
    const { requestId, object } = await objectStore.get(place, {
      signal,
      idempotencyKey,
      executionArn,
      valueBytes,
      onContent: (piece) => text.add(piece),
      onBytes: (sizeBytes) => context.received(sizeBytes),
      onQueued: (queued) => context.queued(queued),
    })
    const type = declaredType(node)
    const s3Content = type === 'String' ? text.whole() : objectDocument(text.whole(), { uri: s3UriOf(place), type })
    context.action({ serviceName: 's3', operationName: 'GetObject', requestId, request: { ...place }, response: object })
    return { s3Content }
  },
})

const declaredType = ({ outputs = [] }: FlowNode): string => outputs.find(({ name }) => name === 's3Content')?.type ?? 'String'

/** Text as its bytes arrive: the first that are no UTF-8 end the call. */
class ObjectText {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #uri: string
  #text = ''

  constructor(uri: string) {
    this.#uri = uri
  }

  /** @throws NodeError - VALIDATION: the object is no text. */
  add(piece: Uint8Array): void {
    this.#decode(() => this.#decoder.decode(piece, { stream: true }))
  }

  /** @throws NodeError - VALIDATION: the object ends within a character. */
  whole(): string {
    this.#decode(() => this.#decoder.decode())
    return this.#text
  }

  #decode(piece: () => string): void {
    try {
      this.#text += piece()
    } catch (cause) {
      throw new NodeError('VALIDATION', `Object ${this.#uri} is not UTF-8 text, which alone a Retrieval node reads.`, { cause })
    }
  }
}
