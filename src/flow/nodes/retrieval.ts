import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Reads an object of a bucket as text. */
export const retrieval = nodeType('Retrieval', {
  behaviour: 'work',
  inputs: () => [{ name: 'objectKey', type: 'String', required: true }],
  outputs: () => [{ name: 's3Content', type: 'Any', required: true }],
  check: (node) => {
    const configuration = node.configuration?.retrieval
    return configuration ? requiredReferences(node, { bucketName: configuration.serviceConfiguration.s3?.bucketName }) : []
  },
})
