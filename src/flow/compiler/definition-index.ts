import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput, FlowNodeOutput } from '../../contract/flow-definition.ts'
import { inputsOf } from '../expression/condition.ts'
import { parseCondition } from '../expression/parse-condition.ts'
import { parsePath } from '../expression/path.ts'
import type { NodeType, Port } from '../nodes/node-type.ts'
import { nodeTypes } from '../nodes/registry.ts'
import { topologicalOrder } from './topological-order.ts'

/** A definition with its names resolved and its expressions parsed, once for all rules. A Loop's body is one of its own. */
export interface DefinitionIndex {
  readonly definition: FlowDefinition
  /** Its place among everything in the flow, as an author reads it: a Loop's body comes with its Loop. */
  readonly order: number
  /** The Loop whose body this is; `undefined`: this is the flow itself. */
  readonly loop: IndexedNode | undefined
  readonly nodes: readonly IndexedNode[]
  readonly connections: readonly IndexedConnection[]
  /** Those of them of which a name leads nowhere, or whose configuration is absent or of the other type. */
  readonly incomplete: readonly IndexedConnection[]
  readonly byName: ReadonlyMap<string, IndexedNode>
  /** The names of all nodes of the flow, bodies included. */
  readonly namesAnywhere: ReadonlySet<string>
  /** The nodes, each after those that lead to it; `undefined`: the connections close a cycle. */
  readonly sorted: readonly IndexedNode[] | undefined
}

export interface IndexedNode {
  readonly position: number
  readonly order: number
  readonly node: FlowNode
  readonly type: NodeType
  readonly inputPorts: ReadonlyMap<string, Port>
  readonly outputPorts: ReadonlyMap<string, Port>
  readonly inputs: ReadonlyMap<string, IndexedInput>
  readonly outputs: ReadonlyMap<string, FlowNodeOutput>
  /** A Condition's conditions, a LoopController's `continueCondition`. */
  readonly conditions: ReadonlyMap<string, IndexedCondition>
  /** Connections with both ends known, in the order of the definition. */
  readonly incoming: readonly IndexedConnection[]
  readonly outgoing: readonly IndexedConnection[]
  /** What a Loop repeats. */
  readonly body: DefinitionIndex | undefined
}

export interface IndexedInput {
  readonly input: FlowNodeInput
  readonly parsed: ReturnType<typeof parsePath>
  /** Data connections that end here, from a known node. */
  readonly feeds: readonly IndexedConnection[]
  /** Whether any Data connection names it, also one from nowhere. */
  readonly connected: boolean
}

export interface IndexedCondition {
  readonly name: string
  readonly expression: string | undefined
  readonly parsed: ReturnType<typeof parseCondition> | undefined
}

/** A connection with what its names lead to: `undefined` where they lead nowhere, or its configuration does not fit its type. */
export interface IndexedConnection {
  readonly order: number
  readonly connection: FlowConnection
  readonly source: IndexedNode | undefined
  readonly target: IndexedNode | undefined
  readonly output: FlowNodeOutput | undefined
  readonly input: IndexedInput | undefined
  readonly condition: IndexedCondition | undefined
}

/** Of two things with one name, the first keeps it; another rule finds the second. Linear in the size of the definition. */
export const indexDefinition = (flow: FlowDefinition): DefinitionIndex => {
  const namesAnywhere = new Set<string>()
  let order = 0
  const index = (definition: FlowDefinition, loop?: IndexedNode): DefinitionIndex => {
    const itself = order++
    const nodes = (definition.nodes ?? []).map((node, position) => {
      namesAnywhere.add(node.name)
      const indexed = indexNode(node, position, order++)
      const body = node.type === 'Loop' ? node.configuration?.loop?.definition : undefined
      if (body) indexed.body = index(body, indexed)
      return indexed
    })
    const byName = byFirst(nodes, ({ node }) => node.name)
    const connections = (definition.connections ?? []).map((connection) => indexConnection(connection, byName, order++))
    const incomplete = connections.filter(isIncomplete)
    return { definition, order: itself, loop, nodes, connections, incomplete, byName, namesAnywhere, sorted: topologicalOrder(nodes) }
  }
  return index(flow)
}

/** The definition itself, then the bodies of its Loops, in the order of the definition. */
export const definitionsIn = (index: DefinitionIndex): readonly DefinitionIndex[] => [
  index,
  ...index.nodes.flatMap(({ body }) => (body ? definitionsIn(body) : [])),
]

/** While it is indexed, a node still learns what its connections and its body are. */
interface NewNode extends IndexedNode {
  readonly inputs: ReadonlyMap<string, NewInput>
  readonly incoming: IndexedConnection[]
  readonly outgoing: IndexedConnection[]
  body: DefinitionIndex | undefined
}

interface NewInput extends IndexedInput {
  readonly feeds: IndexedConnection[]
  connected: boolean
}

const indexNode = (node: FlowNode, position: number, order: number): NewNode => {
  const type = nodeTypes[node.type]
  const conditions = byFirst(conditionsOf(node).map(indexCondition), ({ name }) => name)
  return {
    position,
    order,
    node,
    type,
    inputPorts: byFirst(type.inputs(node, mentionedIn(conditions)), ({ name }) => name),
    outputPorts: byFirst(type.outputs(node), ({ name }) => name),
    inputs: byFirst((node.inputs ?? []).map(indexInput), ({ input }) => input.name),
    outputs: byFirst(node.outputs ?? [], ({ name }) => name),
    conditions,
    incoming: [],
    outgoing: [],
    body: undefined,
  }
}

const indexInput = (input: FlowNodeInput): NewInput => ({
  input,
  parsed: parsePath(input.expression),
  feeds: [],
  connected: false,
})

const conditionsOf = ({ type, configuration }: FlowNode) => {
  if (type === 'Condition') return configuration?.condition?.conditions ?? []
  return type === 'LoopController' && configuration?.loopController ? [configuration.loopController.continueCondition] : []
}

const indexCondition = ({ name, expression }: { readonly name: string; readonly expression?: string }): IndexedCondition => ({
  name,
  expression,
  parsed: expression === undefined ? undefined : parseCondition(expression),
})

const mentionedIn = (conditions: ReadonlyMap<string, IndexedCondition>): ReadonlySet<string> | undefined =>
  conditions.size === 0
    ? undefined
    : new Set(conditions.values().flatMap(({ parsed }) => (parsed && 'expression' in parsed ? inputsOf(parsed.expression) : [])))

const indexConnection = (connection: FlowConnection, byName: ReadonlyMap<string, NewNode>, order: number): IndexedConnection => {
  const [source, target] = [byName.get(connection.source), byName.get(connection.target)]
  const data = connection.type === 'Data' ? connection.configuration?.data : undefined
  const conditional = connection.type === 'Conditional' ? connection.configuration?.conditional : undefined
  const input = data && target && !beginsIt(target) ? target.inputs.get(data.targetInput) : undefined
  const indexed: IndexedConnection = {
    order,
    connection,
    source,
    target,
    output: data && source?.outputs.get(data.sourceOutput),
    input,
    condition: conditional && source?.type.behaviour === 'choose' ? source.conditions.get(conditional.condition) : undefined,
  }
  if (input) input.connected = true
  if (source && target) {
    source.outgoing.push(indexed)
    target.incoming.push(indexed)
    input?.feeds.push(indexed)
  }
  return indexed
}

/** Input and LoopInput take no connection, whatever inputs they declare. */
const beginsIt = ({ type: { behaviour } }: IndexedNode): boolean => behaviour === 'start' || behaviour === 'loopStart'

const isIncomplete = ({ source, target, output, input, condition }: IndexedConnection): boolean =>
  !source || !target || !(condition ?? (output && input))

const byFirst = <Item>(items: readonly Item[], nameOf: (item: Item) => string): ReadonlyMap<string, Item> => {
  if (items.length === 0) return nothing
  const named = new Map<string, Item>()
  for (const item of items) if (!named.has(nameOf(item))) named.set(nameOf(item), item)
  return named
}

/** Most nodes have no conditions, and many no inputs or no outputs. */
const nothing = new Map<string, never>()
