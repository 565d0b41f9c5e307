import { expect, it } from 'vitest'
import type { FlowConnection, FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import { checkStructure } from './check-structure.ts'

const node = (name: string, type: FlowNode['type'], configuration?: FlowNode['configuration']): FlowNode => ({
  name,
  type,
  ...(configuration && { configuration }),
})
const connection = (name: string): FlowConnection => ({ name, type: 'Data', source: 'A1', target: 'B1' })
const looped = (definition: FlowDefinition): FlowDefinition => ({ nodes: [node('A1', 'Loop', { loop: { definition } })] })

it.each<[string, FlowDefinition, readonly string[]]>([
  ['nothing', {}, []],
  ['a plain flow', { nodes: [node('A1', 'Input', { input: {} }), node('B1', 'Output')], connections: [connection('c1')] }, []],
  ['repeated node names', { nodes: [node('A1', 'Output'), node('A1', 'Output'), node('A1', 'Output')] }, ['Node name A1 must be unique.']],
  ['repeated connection names', { connections: [connection('c1'), connection('c1')] }, ['Connection name c1 must be unique.']],
  [
    'repeated condition names',
    { nodes: [node('A1', 'Condition', { condition: { conditions: [{ name: 'x1' }, { name: 'x1' }] } })] },
    ['Condition name x1 of node A1 must be unique.'],
  ],
  ['a configuration of another type', { nodes: [node('A1', 'Output', { input: {} })] }, ['Configuration must be provided for node A1.']],
  [
    'two Input nodes',
    { nodes: [node('A1', 'Input'), node('B1', 'Input')] },
    ['The flow has 2 Input nodes, but max-number-flow-input-nodes is 1.'],
  ],
  ['a loop body that uses an outer name', looped({ nodes: [node('A1', 'LoopInput')], connections: [connection('c1')] }), []],
  [
    'a fault in a loop inside a loop',
    looped(looped({ nodes: [node('B1', 'Lex', { input: {} })] })),
    ['Configuration must be provided for node B1.'],
  ],
])('judges %s', (_, definition, messages) => {
  expect(checkStructure(definition)).toEqual(messages)
})

it('answers at most ten messages', () => {
  const connections = Array.from({ length: 100 }, (_, index) => connection(`c${index % 50}`))

  expect(checkStructure({ connections })).toHaveLength(10)
})
