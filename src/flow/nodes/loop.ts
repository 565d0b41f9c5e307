import { nodeType } from './node-type.ts'

/** Repeats the definition inside it while the controller's condition holds. */
export const loop = nodeType('Loop', { behaviour: 'repeat', freeInputs: true, freeOutputs: true })
