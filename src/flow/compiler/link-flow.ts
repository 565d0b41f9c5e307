import type { CompiledFlow } from './compiled-flow.ts'
import type { DefinitionIndex } from './definition-index.ts'
import { linkNode } from './link-node.ts'
import { linkRegion } from './link-region.ts'
import { placesIn } from './places.ts'

/** Turns the index of a definition without Errors into what the engine runs. */
export const linkFlow = (index: DefinitionIndex): CompiledFlow => {
  const places = placesIn(index)
  const nodes = places.parts.flatMap((part) => part.definition.nodes.map((node) => linkNode(node, part, places)))
  const regions = places.parts.flatMap((part) => part.regions.all.map((region) => linkRegion(region, part, { places, nodes })))
  const own = nodes.slice(0, index.nodes.length)
  const start = own.find(({ type }) => type.behaviour === 'start')
  if (!start) throw new Error('A flow without an Input node passed validation')
  return { nodes, byName: new Map(own.map((node) => [node.name, node])), start, regions }
}
