import type { IndexedConnection, IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

/**
 * Connections between the same two ends: output and input, or condition and node.
 * @remarks Assumed: a repeated Data connection is also found as MultipleNodeInputConnections.
 */
export const duplicateConnections: Rule = ({ nodes }) =>
  nodes
    .flatMap(repeatedTo)
    .toSorted((a, b) => a.order - b.order)
    .map((at) => {
      const { name, source, target } = at.connection
      return {
        severity: 'Error',
        type: 'DuplicateConnections',
        message: `Connection ${name} repeats another one from node ${source} to node ${target}.`,
        details: { duplicateConnections: { source, target } },
        at,
      }
    })

/** The second of each group of equal connections. */
const repeatedTo = ({ incoming, inputs }: IndexedNode): readonly IndexedConnection[] => {
  if (incoming.length < 2) return []
  const repeated = incoming.some(({ condition }) => condition) ? seconds(incoming, ({ condition }) => condition) : []
  for (const { feeds } of inputs.values()) {
    if (feeds.length > 1) repeated.push(...seconds(feeds, ({ source, output }) => output && `${source?.position} ${output.name}`))
  }
  return repeated
}

const seconds = <Ends>(connections: readonly IndexedConnection[], endsOf: (connection: IndexedConnection) => Ends | undefined) => {
  const counts = new Map<Ends, number>()
  return connections.filter((connection) => {
    const ends = endsOf(connection)
    if (ends === undefined) return false
    const count = (counts.get(ends) ?? 0) + 1
    counts.set(ends, count)
    return count === 2
  })
}
