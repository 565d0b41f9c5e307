import { expect, it } from 'vitest'
import type { FlowDefinition, FlowNode } from '../contract/flow-definition.ts'
import { quotaFaults } from './quota-faults.ts'

const many = (count: number, type: FlowNode['type'], more: Partial<FlowNode> = {}): FlowNode[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${type}${index}`, type, ...more }))
const conditions = (count: number): Partial<FlowNode> => ({
  configuration: { condition: { conditions: Array.from({ length: count }, (_, index) => ({ name: `c${index}` })) } },
})

const looped = (nodes: FlowNode[]): FlowNode => ({ name: 'Again', type: 'Loop', configuration: { loop: { definition: { nodes } } } })

it.each<[string, FlowNode[], readonly string[]]>([
  ['nothing', [], []],
  ['as much as AWS takes', [...many(1, 'Input'), ...many(20, 'Prompt'), ...many(5, 'Condition', conditions(5)), ...many(14, 'Output')], []],
  ['too many nodes', many(41, 'Loop'), ['The flow has 41 nodes, but max-number-flow-nodes is 40.']],
  ['two Iterators', many(2, 'Iterator'), ['The flow has 2 Iterator nodes, but max-number-flow-iterator-nodes is 1.']],
  [
    'too many of a type with two words, one of them in a loop',
    [...many(20, 'KnowledgeBase'), looped(many(1, 'KnowledgeBase'))],
    ['The flow has 21 KnowledgeBase nodes, but max-number-flow-knowledge-base-nodes is 20.'],
  ],
  [
    'too many conditions',
    many(1, 'Condition', conditions(6)),
    ['Node Condition0 has too many conditions: max-number-flow-conditions-per-node is 5.'],
  ],
])('judges %s as AWS does, and takes it otherwise', (_, nodes, messages) => {
  expect(quotaFaults({ nodes }, 'aws')).toEqual(messages)
  expect(quotaFaults({ nodes }, 'extended')).toEqual([])
})

it.each(['aws', 'extended'] as const)('takes one Input node, compatibility %s', (compatibility) => {
  const definition: FlowDefinition = { nodes: many(2, 'Input') }

  expect(quotaFaults(definition, compatibility)).toEqual(['The flow has 2 Input nodes, but max-number-flow-input-nodes is 1.'])
})
