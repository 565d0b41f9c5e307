import { nodeType } from './node-type.ts'

/** Ends each iteration of a Loop and decides whether another follows. */
export const loopController = nodeType('LoopController', { behaviour: 'loopEnd', freeInputs: true })
