import { nodeType } from './node-type.ts'

/** Hands the document of the request to the flow. @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html */
export const input = nodeType('Input', {
  behaviour: 'start',
  outputs: () => [{ name: 'document', type: 'Any', required: true }],
  configurationOptional: true,
})
