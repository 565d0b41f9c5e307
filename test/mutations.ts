import type { FlowConnection, FlowNode, IoType } from '../src/contract/flow-definition.ts'
import { nodeTypes } from '../src/flow/nodes/registry.ts'
import { eachConnection, eachInput, eachNode, everywhere, type Definition, type Mutation } from './mutate.ts'

const otherType = (type: IoType): IoType => (type === 'String' ? 'Number' : 'String')
const isFed = (name: string, node: FlowNode, { connections }: Definition): boolean =>
  connections.some(({ target, configuration }) => target === node.name && configuration?.data?.targetInput === name)
const isUsed = (name: string, node: FlowNode, { connections }: Definition): boolean =>
  connections.some(({ source, configuration }) => source === node.name && configuration?.data?.sourceOutput === name)
const named = (definition: Definition, name: string): FlowNode | undefined => definition.nodes.find((node) => node.name === name)
const conditional = (source: string, condition: string, target: string): FlowConnection => ({
  name: 'AddedGate',
  type: 'Conditional',
  source,
  target,
  configuration: { conditional: { condition } },
})

const withConditions = (node: FlowNode, conditions: readonly { readonly name: string; readonly expression?: string }[]): FlowNode => ({
  ...node,
  configuration: { condition: { conditions } },
})
const conditionsOf = ({ configuration }: FlowNode) => configuration?.condition?.conditions ?? []

const ofConnections: readonly Mutation[] = [
  {
    name: 'drop a connection',
    raises: 'UnfulfilledNodeInput',
    of: eachConnection(({ target, configuration }, definition) => {
      const input = configuration?.data?.targetInput ?? ''
      const node = named(definition, target)
      const port = node && nodeTypes[node.type].inputs(node).find(({ name }) => name === input)
      return configuration?.data && port?.required !== false ? [] : undefined
    }),
  },
  { name: 'repeat a connection', raises: 'DuplicateConnections', of: eachConnection((one) => [one, { ...one, name: 'Repeated' }]) },
  {
    name: 'feed an input twice',
    raises: 'MultipleNodeInputConnections',
    of: eachConnection((one) => (one.configuration?.data ? [one, { ...one, name: 'Repeated' }] : undefined)),
  },
  { name: 'come from nowhere', raises: 'UnknownConnectionSource', of: eachConnection((one) => [{ ...one, source: 'Nobody' }]) },
  { name: 'lead nowhere', raises: 'UnknownConnectionTarget', of: eachConnection((one) => [{ ...one, target: 'Nobody' }]) },
  {
    name: 'take the configuration off a connection',
    raises: 'MissingConnectionConfiguration',
    of: eachConnection(({ configuration: _, ...bare }) => [bare]),
  },
  {
    name: 'ask for a condition that is none',
    raises: 'UnknownConnectionCondition',
    of: eachConnection((one) =>
      one.configuration?.conditional ? [{ ...one, configuration: { conditional: { condition: 'nothing' } } }] : undefined,
    ),
  },
  {
    name: 'close a cycle',
    raises: 'CyclicConnection',
    of: eachConnection((one) => [one, { ...one, name: 'Back', source: one.target, target: one.source }]),
  },
  {
    name: 'need two outcomes of one Condition',
    raises: 'UnsatisfiedConnectionConditions',
    of: eachConnection((one, definition) => {
      const { configuration, source, target } = one
      const condition = named(definition, source)
      const other = condition && conditionsOf(condition).find(({ name }) => name !== configuration?.conditional?.condition)
      const gates = definition.connections.filter((each) => each.target === target && each.type === 'Conditional')
      const after = definition.connections.find((each) => each.source === target && each.type === 'Data')
      return configuration?.conditional && other && gates.length === 1 && after
        ? [one, conditional(source, other.name, after.target)]
        : undefined
    }),
  },
  {
    name: 'reach out of a Loop',
    raises: 'InvalidLoopBoundary',
    of: everywhere(({ nodes, connections }) =>
      nodes.flatMap((node, position) => {
        const body = node.configuration?.loop?.definition
        const [first, ...others] = body?.connections ?? []
        if (!body || !first || body.nodes?.some(({ name }) => name === node.name)) return []
        const definition = { ...body, connections: [{ ...first, source: node.name }, ...others] }
        return { nodes: nodes.with(position, { ...node, configuration: { loop: { definition } } }), connections }
      }),
    ),
  },
]

const ofInputsAndOutputs: readonly Mutation[] = [
  {
    name: 'rename an output',
    raises: 'UnknownConnectionSourceOutput',
    of: eachNode((node, definition) =>
      (node.outputs ?? []).flatMap((output, position) =>
        isUsed(output.name, node, definition)
          ? { ...node, outputs: (node.outputs ?? []).with(position, { ...output, name: 'renamed' }) }
          : [],
      ),
    ),
  },
  {
    name: 'rename an input',
    raises: 'UnknownConnectionTargetInput',
    of: eachInput((input, node, definition) => (isFed(input.name, node, definition) ? { ...input, name: 'renamed' } : undefined)),
  },
  {
    name: 'swap the type of an input',
    raises: 'IncompatibleConnectionDataType',
    of: eachInput((input, node, definition) =>
      input.expression === '$.data' && isFed(input.name, node, definition) ? { ...input, type: otherType(input.type) } : undefined,
    ),
  },
  {
    name: 'swap the type of a fixed input',
    raises: 'MismatchedNodeInputType',
    of: eachInput((input, node) => {
      const free = node.type === 'Condition' || node.type === 'LoopController'
      const port = nodeTypes[node.type].inputs(node).find(({ name }) => name === input.name)
      return port && port.type !== 'Any' && !free ? { ...input, type: otherType(input.type) } : undefined
    }),
  },
  {
    name: 'swap the type of a fixed output',
    raises: 'MismatchedNodeOutputType',
    of: eachNode((node) =>
      (node.outputs ?? []).flatMap((output, position) => {
        const port = nodeTypes[node.type].outputs(node).find(({ name }) => name === output.name)
        const swapped = { ...output, type: otherType(output.type) }
        return port && port.type !== 'Any' ? { ...node, outputs: (node.outputs ?? []).with(position, swapped) } : []
      }),
    ),
  },
  { name: 'garble an expression', raises: 'MalformedNodeInputExpression', of: eachInput((input) => ({ ...input, expression: '$.date' })) },
  {
    name: 'take a required input away',
    raises: 'MissingNodeInput',
    of: eachNode((node) => {
      if (node.type === 'Condition' || node.type === 'LoopController') return []
      const required = nodeTypes[node.type].inputs(node).filter((port) => port.required)
      return required.map(({ name }) => ({ ...node, inputs: (node.inputs ?? []).filter((input) => input.name !== name) }))
    }),
  },
  {
    name: 'take a required output away',
    raises: 'MissingNodeOutput',
    of: eachNode((node) => {
      const required = nodeTypes[node.type].outputs(node).filter((port) => port.required)
      return required.map(({ name }) => ({ ...node, outputs: (node.outputs ?? []).filter((output) => output.name !== name) }))
    }),
  },
  {
    name: 'add an input',
    raises: 'UnknownNodeInput',
    of: eachNode((node) =>
      nodeTypes[node.type].freeInputs
        ? []
        : [{ ...node, inputs: [...(node.inputs ?? []), { name: 'added', type: 'String', expression: '$.data' }] }],
    ),
  },
  {
    name: 'add an output',
    raises: 'UnknownNodeOutput',
    of: eachNode((node) =>
      nodeTypes[node.type].freeOutputs ? [] : [{ ...node, outputs: [...(node.outputs ?? []), { name: 'added', type: 'String' }] }],
    ),
  },
]

const ofNodes: readonly Mutation[] = [
  {
    name: 'use a name twice',
    raises: 'Unspecified',
    of: everywhere(({ nodes, connections }) => nodes.map(({ name }) => ({ nodes: [...nodes, { name, type: 'Output' }], connections }))),
  },
  {
    name: 'take the configuration off a node',
    raises: 'MissingNodeConfiguration',
    of: eachNode((node) => {
      const { configuration: _, ...bare } = node
      return nodeTypes[node.type].configurationOptional ? [] : [bare]
    }),
  },
  {
    name: 'add a node that nothing leads to',
    raises: 'UnreachableNode',
    of: everywhere(({ nodes, connections }) => [{ nodes: [...nodes, { name: 'Lonely', type: 'Prompt' }], connections }]),
  },
  {
    name: 'take the Input away',
    raises: 'MissingStartingNodes',
    of: ({ nodes = [], connections = [] }) => [{ nodes: nodes.filter(({ type }) => type !== 'Input'), connections }],
  },
  {
    name: 'take the Outputs away',
    raises: 'MissingEndingNodes',
    of: ({ nodes = [], connections = [] }) => [{ nodes: nodes.filter(({ type }) => type !== 'Output'), connections }],
  },
  {
    name: 'take the default away',
    raises: 'MissingDefaultCondition',
    of: eachNode((node) =>
      node.type === 'Condition'
        ? [
            withConditions(
              node,
              conditionsOf(node).filter(({ name }) => name !== 'default'),
            ),
          ]
        : [],
    ),
  },
  {
    name: 'garble a condition',
    raises: 'MalformedConditionExpression',
    of: eachNode((node) =>
      conditionsOf(node).flatMap((condition, position) =>
        condition.expression === undefined
          ? []
          : withConditions(node, conditionsOf(node).with(position, { ...condition, expression: 'nothing ==' })),
      ),
    ),
  },
  {
    name: 'repeat a condition',
    raises: 'DuplicateConditionExpression',
    of: eachNode((node) => {
      const [first] = conditionsOf(node)
      return first?.expression === undefined ? [] : [withConditions(node, [{ ...first, name: 'repeated' }, ...conditionsOf(node)])]
    }),
  },
]

const inBody = (change: (node: FlowNode, definition: Definition) => readonly FlowNode[]) =>
  everywhere(({ nodes, connections }, inLoop) =>
    inLoop
      ? nodes.flatMap((node, position) => {
          const changed = change(node, { nodes, connections })
          return changed.length === 1 && changed[0] === node ? [] : { nodes: nodes.toSpliced(position, 1, ...changed), connections }
        })
      : [],
  )
const without = (type: FlowNode['type']) => inBody((node) => (node.type === type ? [] : [node]))
const twice = (type: FlowNode['type']) => inBody((node) => (node.type === type ? [node, { ...node, name: 'Again' }] : [node]))

const ofLoops: readonly Mutation[] = [
  { name: 'take the LoopInput away', raises: 'MissingLoopInputNode', of: without('LoopInput') },
  { name: 'take the LoopController away', raises: 'MissingLoopControllerNode', of: without('LoopController') },
  { name: 'begin a Loop twice', raises: 'MultipleLoopInputNodes', of: twice('LoopInput') },
  { name: 'control a Loop twice', raises: 'MultipleLoopControllerNodes', of: twice('LoopController') },
  {
    name: 'branch in a Loop',
    raises: 'LoopIncompatibleNodeType',
    of: inBody((node) => (node.type === 'LoopInput' ? [node, { name: 'Branch', type: 'Condition' }] : [node])),
  },
]

export const mutations: readonly Mutation[] = [...ofConnections, ...ofInputsAndOutputs, ...ofNodes, ...ofLoops]
