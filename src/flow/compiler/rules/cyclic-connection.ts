import type { IndexedConnection, IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

/** Names each connection that leads back to a node on the way to it. Depth first with a stack of its own: a line may be long. */
export const cyclicConnection: Rule = ({ nodes, sorted }) => {
  if (sorted) return []
  const closing: IndexedConnection[] = []
  const entered = new Set<IndexedNode>()
  for (const root of nodes) {
    if (entered.has(root)) continue
    entered.add(root)
    const onPath = new Set([root])
    const path = [{ node: root, next: root.outgoing.values() }]
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const { value: connection } = last.next.next()
      const target = connection?.target
      if (!connection || !target) {
        onPath.delete(last.node)
        path.pop()
      } else if (onPath.has(target)) {
        closing.push(connection)
      } else if (!entered.has(target)) {
        entered.add(target)
        onPath.add(target)
        path.push({ node: target, next: target.outgoing.values() })
      }
    }
  }
  return closing.map((at) => ({
    severity: 'Error',
    type: 'CyclicConnection',
    message: `Connection ${at.connection.name} closes a cycle: what follows node ${at.connection.target} leads back to it.`,
    details: { cyclicConnection: { connection: at.connection.name } },
    at,
  }))
}
