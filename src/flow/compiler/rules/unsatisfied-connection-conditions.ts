import type { DefinitionIndex, IndexedCondition, IndexedConnection, IndexedNode } from '../definition-index.ts'
import { addAll, isContradiction, keepShared, newOutcomes, passing, type Outcomes } from '../outcomes.ts'
import { reachableNodes } from '../reachable-nodes.ts'
import { regionsOf } from '../regions.ts'
import type { Finding, Rule } from './rule.ts'

/**
 * A connection that no run activates: together with the others of its target it needs two outcomes of one Condition, or what
 * leads to it is never reached. Sound, not complete: for each node the outcomes that every way to it passes are known, all
 * of all Data connections, what is common to the Conditional ones. What follows such a node is not told again.
 * @remarks Assumed: of several Conditional connections one is enough.
 */
export const unsatisfiedConnectionConditions: Rule = (index) => {
  const { nodes, sorted } = index
  const numbers = numberOutcomes(nodes)
  if (numbers.size > mostOutcomes) return [tooMany(numbers.size)]
  const reached = reachableNodes(index)
  if (!sorted || !reached || (numbers.size === 0 && reached.size === nodes.length)) return []
  return unsatisfied(index, sorted, { numbers, reached }).map(({ at, cause }) => ({
    severity: 'Warning',
    type: 'UnsatisfiedConnectionConditions',
    message: `Connection ${at.connection.name} can never be activated: ${cause}.`,
    details: { unsatisfiedConnectionConditions: { connection: at.connection.name } },
    at,
  }))
}

/** Above, a definition costs more than it is worth. */
const mostOutcomes = 4_096

const tooMany = (count: number): Finding => ({
  severity: 'Warning',
  type: 'Unspecified',
  message: `The flow has ${count} conditions: whether all its connections can be activated is checked up to ${mostOutcomes}.`,
  details: { unspecified: {} },
})

type Numbers = ReadonlyMap<IndexedCondition, number>

/** The conditions of one node follow each other. */
const numberOutcomes = (nodes: readonly IndexedNode[]): Numbers => {
  const conditions = nodes.filter(({ type }) => type.behaviour === 'choose').flatMap((node) => [...node.conditions.values()])
  return new Map(conditions.map((condition, number) => [condition, number]))
}

interface Unsatisfied {
  readonly at: IndexedConnection
  readonly cause: string
}

interface Ways {
  readonly numbers: Numbers
  readonly reached: ReadonlySet<IndexedNode>
}

const unsatisfied = (index: DefinitionIndex, sorted: readonly IndexedNode[], { numbers, reached }: Ways): readonly Unsatisfied[] => {
  const found: Unsatisfied[] = []
  const unreached = (at: IndexedConnection): number => found.push({ at, cause: `node ${at.connection.source} is never reached` })
  const excluded = (at: IndexedConnection): number =>
    found.push({ at, cause: `what else node ${at.connection.target} waits for needs another outcome of the same Condition` })
  const none = newOutcomes(numbers.size)
  /** What every run passes in which a node fires; without an entry it fires in none. */
  const passed = new Map<IndexedNode, Outcomes>()
  const regions = regionsOf(index)
  const iteratorOf = new Map(regions?.all.flatMap(({ iterator, collector }) => (iterator && collector ? [[collector, iterator]] : [])))
  /** A Collector puts out whenever its Iterator fired, whatever became of the elements. */
  const before = (source: IndexedNode | undefined): Outcomes | undefined =>
    source && passed.get(source.type.behaviour === 'gather' ? (iteratorOf.get(source) ?? source) : source)
  const outcomesAt = (node: IndexedNode): Outcomes | undefined => {
    const all = none.slice()
    for (const connection of node.incoming) {
      if (connection.connection.type !== 'Data') continue
      const outcomes = before(connection.source)
      if (!outcomes && !isTold(connection.source)) unreached(connection)
      if (!outcomes) return undefined
      addAll(all, outcomes)
      if (!isContradiction(all)) continue
      excluded(connection)
      return undefined
    }
    const gates = node.incoming.filter(({ connection }) => connection.type === 'Conditional')
    if (gates.length === 0) return all
    let shared: Outcomes | undefined
    for (const connection of gates) {
      const outcomes = before(connection.source)
      const { source, condition } = connection
      if (!outcomes || !source || !condition) {
        if (!isTold(source)) unreached(connection)
        continue
      }
      const way = passing(all, outcomes, ownOutcomes(condition, source, numbers))
      if (isContradiction(way)) excluded(connection)
      else if (shared) keepShared(shared, way)
      else shared = way
    }
    return shared
  }
  const isTold = (source: IndexedNode | undefined): boolean => source !== undefined && reached.has(source)

  for (const node of sorted) {
    const outcomes = reached.has(node) ? outcomesAt(node) : undefined
    if (outcomes) passed.set(node, outcomes)
  }
  return found.toSorted((a, b) => a.at.order - b.at.order)
}

const ownOutcomes = (condition: IndexedCondition, { conditions }: IndexedNode, numbers: Numbers) => {
  const own = numbers.get(condition) ?? 0
  const first = numbers.get(conditions.values().next().value ?? condition) ?? own
  return { own, first, count: conditions.size }
}
