import type { Json } from '../../lib/json.ts'
import type { ObjectContent } from '../capabilities/object-store.ts'
import { NodeError } from '../node-error.ts'
import { nodeType } from './node-type.ts'
import { bucketArn, objectPlace, s3UriOf } from './object-place.ts'
import { requiredReferences } from './required-references.ts'

/**
 * Writes its content as an object of a bucket and hands on the object's URI.
 * @remarks Assumed: a String is stored as UTF-8 text, any other value as compact JSON. The recorded action is the request
 * without the content, which stands in the node's input already.
 */
export const storage = nodeType('Storage', {
  behaviour: 'work',
  inputs: () => [
    { name: 'content', type: 'Any', required: true },
    { name: 'objectKey', type: 'String', required: true },
  ],
  outputs: () => [{ name: 's3Uri', type: 'String', required: true }],
  resource: bucketArn,
  check: (node) => {
    const configuration = node.configuration?.storage
    return configuration ? requiredReferences(node, { bucketName: configuration.serviceConfiguration.s3?.bucketName }) : []
  },

  async run(node, inputs, context) {
    const { objectStore, signal, idempotencyKey, executionArn } = context
    const place = objectPlace(node, inputs)
    const written = contentOf(node.name, inputs['content'])
    const { requestId, object } = await objectStore.put(place, written, {
      signal,
      idempotencyKey,
      executionArn,
      onBytes: (sizeBytes) => context.received(sizeBytes),
      onQueued: (queued) => context.queued(queued),
    })
    const request = { ...place, contentType: written.contentType, contentLength: written.content.byteLength }
    context.action({ serviceName: 's3', operationName: 'PutObject', requestId, request, response: object })
    return { s3Uri: s3UriOf(place) }
  },
})

/** @throws NodeError - VALIDATION: half of a surrogate pair, which UTF-8 cannot write. */
const contentOf = (node: string, value: Json | undefined): ObjectContent => {
  if (value === undefined) throw new Error(`Node ${node} works without its input content`)
  const encoder = new TextEncoder()
  if (typeof value !== 'string') return { content: encoder.encode(JSON.stringify(value)), contentType: 'application/json' }
  if (value.isWellFormed()) return { content: encoder.encode(value), contentType: 'text/plain; charset=utf-8' }
  throw new NodeError('VALIDATION', `The content of node ${node} has half of a surrogate pair, which UTF-8 cannot write: remove it.`)
}
