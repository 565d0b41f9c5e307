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
const repeatedTo = ({ incoming, inputs }: IndexedNode): readonly IndexedConnection[] => [
  ...seconds(incoming, ({ condition }) => condition),
  ...[...inputs.values()]
    .filter(({ feeds }) => feeds.length > 1)
    .flatMap(({ feeds }) => seconds(feeds, ({ source, output }) => output && `${source?.position} ${output.name}`)),
]

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
