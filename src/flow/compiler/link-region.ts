import type { CompiledNode, CompiledRegion, Import } from './compiled-flow.ts'
import type { IndexedConnection, IndexedNode } from './definition-index.ts'
import type { Places } from './places.ts'
import type { Region } from './regions.ts'

/** A region with its nodes and imports, as numbers. */
export const linkRegion = (region: Region, places: Places, nodes: readonly CompiledNode[]): CompiledRegion => {
  const number = (node: IndexedNode | undefined): number => (node && places.nodes.get(node)) ?? 0
  const regionNumber = (each: Region | undefined): number => (each && places.regions.get(each)) ?? 0
  const inside = region.nodes.flatMap((node) => nodes[number(node)] ?? [])
  const common = {
    index: regionNumber(region),
    nodes: inside.map(({ index }) => index),
    byName: new Map(inside.map((node) => [node.name, node])),
    imports: region.imports.map((connection) => importOf(connection, number, (node) => regionNumber(sourceRegion(node, places)))),
    awaits: [...region.awaits].map(number),
  }
  const loop = places.loops.get(region)
  if (loop) {
    const ofType = (behaviour: CompiledNode['type']['behaviour']) => inside.find(({ type }) => type.behaviour === behaviour)?.index ?? 0
    const [loopInput, loopController] = [ofType('loopStart'), ofType('loopEnd')]
    return { ...common, type: 'repeat', parent: regionNumber(places.regionOf.get(loop)), opener: number(loop), loopInput, loopController }
  }
  const { iterator, collector, path } = region
  if (!iterator) return { ...common, type: 'root' }
  const parent = regionNumber(path.at(-2))
  return { ...common, type: 'each', parent, opener: number(iterator), ...(collector && { collector: number(collector) }) }
}

const sourceRegion = (node: IndexedNode, { opened, regionOf }: Places): Region | undefined =>
  node.type.behaviour === 'each' ? opened.get(node) : regionOf.get(node)

const importOf = (
  { source, target, output, condition }: IndexedConnection,
  number: (node: IndexedNode | undefined) => number,
  regionOf: (node: IndexedNode) => number,
): Import => ({
  from: source ? regionOf(source) : 0,
  source: number(source),
  target: number(target),
  ...(output && { output: output.name }),
  ...(condition && { condition: condition.name }),
})
