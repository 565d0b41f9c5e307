import type { DefinitionIndex, IndexedNode } from './definition-index.ts'

/**
 * What a path of connections leads to from where the definition begins; `undefined`: it begins nowhere. A node behind a
 * connection from an unknown one is taken as reached: the connection has a finding already.
 */
export const reachableNodes = ({ nodes, incomplete }: DefinitionIndex): ReadonlySet<IndexedNode> | undefined => {
  const reached = new Set(nodes.filter(({ type: { behaviour } }) => behaviour === 'start' || behaviour === 'loopStart'))
  if (reached.size === 0) return undefined
  for (const { source, target } of incomplete) if (!source && target) reached.add(target)
  for (const { outgoing } of reached) for (const { target } of outgoing) if (target) reached.add(target)
  return reached
}
