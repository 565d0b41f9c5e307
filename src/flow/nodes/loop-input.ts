import { nodeType } from './node-type.ts'

/** Begins each iteration of a Loop. */
export const loopInput = nodeType('LoopInput', { behaviour: 'loopStart', freeOutputs: true, configurationOptional: true })
