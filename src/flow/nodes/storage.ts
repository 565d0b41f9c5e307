import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Writes its content as an object of a bucket and hands on the object's URI. */
export const storage = nodeType('Storage', {
  behaviour: 'work',
  inputs: () => [
    { name: 'content', type: 'Any', required: true },
    { name: 'objectKey', type: 'String', required: true },
  ],
  outputs: () => [{ name: 's3Uri', type: 'String', required: true }],
  check: (node) => {
    const configuration = node.configuration?.storage
    return configuration ? requiredReferences(node, { bucketName: configuration.serviceConfiguration.s3?.bucketName }) : []
  },
})
