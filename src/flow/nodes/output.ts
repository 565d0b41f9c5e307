import { nodeType } from './node-type.ts'

/** Hands its document to the caller, once each time it fires. */
export const output = nodeType('Output', {
  behaviour: 'end',
  inputs: () => [{ name: 'document', type: 'Any', required: true }],
  configurationOptional: true,
})
