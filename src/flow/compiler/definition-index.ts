import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput, FlowNodeOutput } from '../../contract/flow-definition.ts'
import { parseCondition } from '../expression/parse-condition.ts'
import { parsePath } from '../expression/path.ts'
import type { NodeType, Port } from '../nodes/node-type.ts'
import { nodeTypes } from '../nodes/registry.ts'

/** A definition with its names resolved and its expressions parsed, once for all rules. */
export interface DefinitionIndex {
  readonly definition: FlowDefinition
  readonly nodes: readonly IndexedNode[]
  readonly connections: readonly IndexedConnection[]
}

export interface IndexedNode {
  readonly position: number
  readonly node: FlowNode
  readonly type: NodeType
  readonly inputPorts: ReadonlyMap<string, Port>
  readonly outputPorts: ReadonlyMap<string, Port>
  readonly inputs: ReadonlyMap<string, IndexedInput>
  readonly outputs: ReadonlyMap<string, FlowNodeOutput>
  readonly conditions: ReadonlyMap<string, IndexedCondition>
  /** Connections with both ends known, in the order of the definition. */
  readonly incoming: readonly IndexedConnection[]
  readonly outgoing: readonly IndexedConnection[]
}

export interface IndexedInput {
  readonly input: FlowNodeInput
  readonly parsed: ReturnType<typeof parsePath>
  /** Data connections that end here, from a known node. */
  readonly feeds: readonly IndexedConnection[]
}

export interface IndexedCondition {
  readonly name: string
  readonly expression: string | undefined
  readonly parsed: ReturnType<typeof parseCondition> | undefined
}

/** A connection with what its names lead to: `undefined` where they lead nowhere, or its configuration does not fit its type. */
export interface IndexedConnection {
  readonly connection: FlowConnection
  readonly source: IndexedNode | undefined
  readonly target: IndexedNode | undefined
  readonly output: FlowNodeOutput | undefined
  readonly input: IndexedInput | undefined
  readonly condition: IndexedCondition | undefined
}

/** Of two things with one name, the first keeps it; another rule finds the second. Linear in the size of the definition. */
export const indexDefinition = (definition: FlowDefinition): DefinitionIndex => {
  const nodes = (definition.nodes ?? []).map(indexNode)
  const byName = byFirst(nodes, ({ node }) => node.name)
  const connections = (definition.connections ?? []).map((connection): IndexedConnection => {
    const [source, target] = [byName.get(connection.source), byName.get(connection.target)]
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    const conditional = connection.type === 'Conditional' ? connection.configuration?.conditional : undefined
    const input = data && target?.inputs.get(data.targetInput)
    const indexed: IndexedConnection = {
      connection,
      source,
      target,
      output: data && source?.outputs.get(data.sourceOutput),
      input,
      condition: conditional && source?.conditions.get(conditional.condition),
    }
    if (source && target) {
      source.outgoing.push(indexed)
      target.incoming.push(indexed)
      input?.feeds.push(indexed)
    }
    return indexed
  })
  return { definition, nodes, connections }
}

const indexNode = (node: FlowNode, position: number) => {
  const type = nodeTypes[node.type]
  const conditions = node.type === 'Condition' ? (node.configuration?.condition?.conditions ?? []) : []
  return {
    position,
    node,
    type,
    inputPorts: byFirst(type.inputs(node), ({ name }) => name),
    outputPorts: byFirst(type.outputs(node), ({ name }) => name),
    inputs: byFirst((node.inputs ?? []).map(indexInput), ({ input }) => input.name),
    outputs: byFirst(node.outputs ?? [], ({ name }) => name),
    conditions: byFirst(conditions.map(indexCondition), ({ name }) => name),
    incoming: new Array<IndexedConnection>(),
    outgoing: new Array<IndexedConnection>(),
  }
}

const indexInput = (input: FlowNodeInput) => ({ input, parsed: parsePath(input.expression), feeds: new Array<IndexedConnection>() })

const indexCondition = ({ name, expression }: { readonly name: string; readonly expression?: string }): IndexedCondition => ({
  name,
  expression,
  parsed: expression === undefined ? undefined : parseCondition(expression),
})

const byFirst = <Item>(items: readonly Item[], nameOf: (item: Item) => string): ReadonlyMap<string, Item> => {
  const named = new Map<string, Item>()
  for (const item of items) if (!named.has(nameOf(item))) named.set(nameOf(item), item)
  return named
}
