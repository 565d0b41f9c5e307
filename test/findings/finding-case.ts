import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput, IoType } from '../../src/contract/flow-definition.ts'
import type { FlowValidation } from '../../src/contract/flow-validation.ts'
import { data, end, start } from '../small-definitions.ts'

/** A definition that raises exactly one finding, and its nearest neighbour that raises none. */
export interface FindingCase {
  readonly definition: FlowDefinition
  readonly finding: FlowValidation
  readonly neighbour: FlowDefinition
}

export const input = (name: string, type: IoType = 'String', expression = '$.data'): FlowNodeInput => ({ name, type, expression })

export const flow = (nodes: readonly FlowNode[], connections: readonly FlowConnection[]): FlowDefinition => ({ nodes, connections })

/** Start, these nodes, End; Start leads to End. */
export const beside = (nodes: readonly FlowNode[], connections: readonly FlowConnection[] = []): FlowDefinition =>
  flow([start, ...nodes, end], [data('Start', 'End'), ...connections])

export const begin: FlowNode = { name: 'Begin', type: 'LoopInput', outputs: [{ name: 'draft', type: 'String' }] }
export const control: FlowNode = {
  name: 'Control',
  type: 'LoopController',
  configuration: { loopController: { continueCondition: { name: 'again', expression: 'verdict != "done"' }, maxIterations: 3 } },
  inputs: [
    { ...input('verdict'), category: 'LoopCondition' },
    { ...input('draft'), category: 'ReturnValueToLoopStart' },
    { ...input('final'), category: 'ExitLoop' },
  ],
}
/** A Loop around this body, from `draft` to `final`. */
export const refine = (body: FlowDefinition): FlowNode => ({
  name: 'Refine',
  type: 'Loop',
  configuration: { loop: { definition: body } },
  inputs: [input('draft')],
  outputs: [{ name: 'final', type: 'String' }],
})
export const looping = (loop: FlowNode): FlowDefinition =>
  flow([start, loop, end], [data('Start', 'Refine.draft'), data('Refine.final', 'End')])

export const iterator: FlowNode = {
  name: 'Each',
  type: 'Iterator',
  inputs: [input('array', 'Array')],
  outputs: [
    { name: 'arrayItem', type: 'String' },
    { name: 'arraySize', type: 'Number' },
  ],
}
export const collector: FlowNode = {
  name: 'Gather',
  type: 'Collector',
  inputs: [input('arrayItem'), input('arraySize', 'Number')],
  outputs: [{ name: 'collectedArray', type: 'Array' }],
}
