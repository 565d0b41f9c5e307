import type { DefinitionIndex, IndexedCondition, IndexedConnection, IndexedNode } from './definition-index.ts'
import { both, keepCommon, newOutcomes, passInto, type Outcome, type Outcomes } from './outcomes.ts'
import { regionsOf } from './regions.ts'

export interface UnsatisfiedConnection {
  readonly connection: IndexedConnection
  readonly cause: string
}

/**
 * Sound, not complete: for each node the outcomes that every way to it passes are known, all of all Data connections, what is
 * common to the Conditional ones. What follows a node that never fires is not told again. None while the connections close a
 * cycle. One pass over the connections, each as long as the bit sets.
 */
export const unsatisfiedConnections = (index: DefinitionIndex, reached: ReadonlySet<IndexedNode>): readonly UnsatisfiedConnection[] => {
  const outcomes = numberOutcomes(index.nodes)
  const found: UnsatisfiedConnection[] = []
  const none = newOutcomes(outcomes.size)
  const way = newOutcomes(outcomes.size)
  /** What every run passes in which a node fires; without an entry it fires in none. */
  const passed = new Map<IndexedNode, Outcomes>()
  const iteratorOf = iteratorsByCollector(index)
  /** A Collector puts out whenever its Iterator fired, whatever became of the elements. */
  const before = (source: IndexedNode): Outcomes | undefined => passed.get(iteratorOf.get(source) ?? source)
  const unreached = (connection: IndexedConnection, source: IndexedNode): void => {
    if (!reached.has(source)) found.push({ connection, cause: `node ${source.node.name} is never reached` })
  }
  const excluded = (connection: IndexedConnection): void => {
    const cause = `what else node ${connection.connection.target} waits for needs another outcome of the same Condition`
    found.push({ connection, cause })
  }

  const ofData = ({ incoming }: IndexedNode): Outcomes | undefined => {
    let here = none
    for (const connection of incoming) {
      const { source } = connection
      if (connection.connection.type !== 'Data' || !source) continue
      const more = before(source)
      if (!more) unreached(connection, source)
      const joined = more && both(here, more)
      if (more && !joined) excluded(connection)
      if (!joined) return undefined
      here = joined
    }
    return here
  }
  const ofGates = ({ incoming }: IndexedNode, here: Outcomes): Outcomes | undefined => {
    let shared: Outcomes | undefined
    for (const connection of incoming) {
      const { source, condition } = connection
      if (connection.connection.type !== 'Conditional' || !source) continue
      const behind = before(source)
      const outcome = condition && outcomes.get(condition)
      if (!behind) unreached(connection, source)
      if (!behind || !outcome) continue
      if (!passInto(way, { here, before: behind, outcome })) excluded(connection)
      else if (shared) keepCommon(shared, way)
      else shared = way.slice()
    }
    return shared
  }

  for (const node of index.sorted ?? []) {
    const here = reached.has(node) ? ofData(node) : undefined
    const gated = node.incoming.some(({ connection }) => connection.type === 'Conditional')
    const all = here && gated ? ofGates(node, here) : here
    if (all) passed.set(node, all)
  }
  return found.toSorted((a, b) => a.connection.order - b.connection.order)
}

/** The conditions of one node follow each other. */
const numberOutcomes = (nodes: readonly IndexedNode[]): ReadonlyMap<IndexedCondition, Outcome> => {
  const numbers = new Map<IndexedCondition, Outcome>()
  for (const { type, conditions } of nodes) {
    if (type.behaviour !== 'choose') continue
    const [first, count] = [numbers.size, conditions.size]
    for (const condition of conditions.values()) numbers.set(condition, { own: numbers.size, first, count })
  }
  return numbers
}

const iteratorsByCollector = (index: DefinitionIndex): ReadonlyMap<IndexedNode, IndexedNode> => {
  if (!index.nodes.some(({ type }) => type.behaviour === 'gather')) return new Map()
  const regions = regionsOf(index)?.all ?? []
  return new Map(regions.flatMap(({ iterator, collector }) => (iterator && collector ? [[collector, iterator]] : [])))
}
