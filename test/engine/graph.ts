import type { FlowConnection, FlowDefinition, FlowNode } from '../../src/contract/flow-definition.ts'

/** One definition as its author reads it, and where its nodes live: by the names of the Iterators around them, the outermost first. */
export interface Graph {
  readonly nodes: readonly FlowNode[]
  named(name: string): FlowNode | undefined
  data(name: string): readonly FlowConnection[]
  gates(name: string): readonly FlowConnection[]
  /** Where what leads to a node comes from: for a Collector, the elements that it gathers. */
  entry(name: string): readonly string[]
  /** Where a node lives. */
  home(name: string): readonly string[]
  /** Where what a node puts out lives. */
  inside(name: string): readonly string[]
  /** Connections from around an Iterator to what its outputs reach. */
  imports(iterator: string): readonly FlowConnection[]
}

/** Of a definition that compiles. */
export const graphOf = ({ nodes = [], connections = [] }: Pick<FlowDefinition, 'nodes' | 'connections'>): Graph => {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const into = Map.groupBy(connections, ({ target }) => target)
  const entries = new Map<string, readonly string[]>()

  const entry = (name: string): readonly string[] => {
    const known = entries.get(name)
    if (known) return known
    const chains = (into.get(name) ?? []).map(({ source }) => inside(source))
    const deepest = chains.toSorted((a, b) => b.length - a.length)[0] ?? []
    entries.set(name, deepest)
    return deepest
  }
  const home = (name: string): readonly string[] => (byName.get(name)?.type === 'Collector' ? entry(name).slice(0, -1) : entry(name))
  const inside = (name: string): readonly string[] => (byName.get(name)?.type === 'Iterator' ? [...home(name), name] : home(name))
  const ofType = (type: FlowConnection['type']) => (name: string) => (into.get(name) ?? []).filter((each) => each.type === type)
  return {
    nodes,
    named: (name) => byName.get(name),
    data: ofType('Data'),
    gates: ofType('Conditional'),
    entry,
    home,
    inside,
    imports: (iterator) =>
      connections.filter(({ source, target }) => entry(target).includes(iterator) && !inside(source).includes(iterator)),
  }
}
