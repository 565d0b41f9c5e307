import { nodeType } from './node-type.ts'

/** Gathers the elements of an Iterator into one array, in their order. */
export const collector = nodeType('Collector', {
  behaviour: 'gather',
  inputs: () => [
    { name: 'arrayItem', type: 'Any', required: true },
    { name: 'arraySize', type: 'Number', required: true },
  ],
  outputs: () => [{ name: 'collectedArray', type: 'Array', required: true }],
  configurationOptional: true,
})
