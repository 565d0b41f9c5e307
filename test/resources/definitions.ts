import { isDeepStrictEqual } from 'node:util'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { ask, data, end, start } from '../small-definitions.ts'

export const sound: readonly FlowDefinition[] = ['Say {{words}}', 'Sing {{words}}'].map((text) => ({
  nodes: [start, ask('Ask', text), end],
  connections: [data('Start', 'Ask.words'), data('Ask.modelCompletion', 'End')],
}))
/** It has no end. */
const unsound: FlowDefinition = { nodes: [start], connections: [] }
/** Two nodes of one name: refused at once. */
const broken: FlowDefinition = { nodes: [start, end, end], connections: [] }

/** `undefined` and `unsound` fail to be prepared. */
export const definitions = [...sound, ...sound, unsound, undefined, broken] as const

export const isSound = (definition: FlowDefinition | undefined): boolean => sound.some((one) => isDeepStrictEqual(one, definition))
export const isBroken = (definition: FlowDefinition | undefined): boolean => isDeepStrictEqual(definition, broken)
