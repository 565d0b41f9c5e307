import type { DefinitionIndex, IndexedNode } from '../definition-index.ts'
import { regionsOf, type Region, type RegionFault, type Regions } from '../regions.ts'
import { stronglyConnected } from '../strongly-connected.ts'
import type { Finding, Rule } from './rule.ts'
import { unspecifiedError } from './unspecified-finding.ts'

/** What no execution could order: said only where all connections lead from node to node, without a cycle. */
export const regionFaults: Rule = (index) => {
  if (!index.nodes.some(isOfElements) || index.incomplete.some(({ source, target }) => !source || !target)) return []
  const regions = regionsOf(index)
  if (!regions) return []
  const findings = [...regions.faults.map(findingOf), ...(regions.all.length > 1 ? deadlocks(index, regions) : [])]
  return findings.toSorted((a, b) => (a.at?.order ?? 0) - (b.at?.order ?? 0))
}

const isOfElements = ({ type: { behaviour } }: IndexedNode): boolean => behaviour === 'each' || behaviour === 'gather'

const findingOf = (fault: RegionFault): Finding => {
  switch (fault.type) {
    case 'joined': {
      const [one, other] = fault.iterators.toSorted((a, b) => a.position - b.position).map(({ node }) => node.name)
      return unspecifiedError(
        `Node ${fault.node.node.name} joins elements of the Iterators ${one} and ${other}: gather those of one with a Collector first.`,
        fault.node,
      )
    }
    case 'outside':
      return unspecifiedError(
        `Collector ${fault.collector.node.name} has nothing to gather: none of its inputs comes from the elements of an Iterator.`,
        fault.collector,
      )
    case 'second': {
      const [iterator, first] = [fault.iterator.node.name, fault.first.node.name]
      return unspecifiedError(
        `Collector ${fault.collector.node.name} gathers the elements of Iterator ${iterator}, as Collector ${first} does: an Iterator has one Collector.`,
        fault.collector,
      )
    }
  }
}

/**
 * Invariant 3 of an execution: an Iterator opens its scopes when all that its region imports has settled. That must not need what
 * its own Collector puts out, not even by way of other Iterators.
 */
const deadlocks = ({ nodes }: DefinitionIndex, { all }: Regions): readonly Finding[] => {
  const waiting = new Map<IndexedNode, IndexedNode[]>()
  for (const { iterator, awaits } of all) {
    if (iterator) for (const node of awaits) waiting.set(node, [...(waiting.get(node) ?? []), iterator])
  }
  const component = stronglyConnected(nodes.length, (position) => {
    const node = nodes[position]
    if (!node) return []
    return [...node.outgoing.flatMap(({ target }) => target ?? []), ...(waiting.get(node) ?? [])].map((target) => target.position)
  })
  return all.flatMap((region) => {
    const { iterator } = region
    const needed = iterator && [...region.awaits].find((node) => component[node.position] === component[iterator.position])
    return needed ? unspecifiedError(sentence(needed, iterator, region), iterator) : []
  })
}

const sentence = (needed: IndexedNode, iterator: IndexedNode, { collector, imports }: Region): string => {
  const own = `their own Collector${collector ? ` ${collector.node.name}` : ''}`
  const need = needed === collector ? `what ${own} puts out` : `node ${needed.node.name}, which waits for ${own}`
  const by = imports.find(({ source }) => source === needed)
  return `The elements of Iterator ${iterator.node.name} need ${need}${by ? ` (connection ${by.connection.name})` : ''}: they could never begin.`
}
