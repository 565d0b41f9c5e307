import { nodeType } from './node-type.ts'

/** Hands each element of `array` to the nodes up to the Collector, one scope each. */
export const iterator = nodeType('Iterator', {
  behaviour: 'each',
  inputs: () => [{ name: 'array', type: 'Array', required: true }],
  outputs: () => [
    { name: 'arrayItem', type: 'Any', required: true },
    { name: 'arraySize', type: 'Number', required: true },
  ],
  configurationOptional: true,
})
