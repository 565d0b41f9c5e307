import type { CompiledNode, CompiledRegion, Import } from './compiled-flow.ts'
import type { IndexedConnection, IndexedNode } from './definition-index.ts'
import type { Part, Places } from './places.ts'
import type { Region } from './regions.ts'

interface Linked {
  readonly places: Places
  /** Of the whole flow. */
  readonly nodes: readonly CompiledNode[]
}

/** A region with its nodes and imports, as numbers. */
export const linkRegion = (region: Region, part: Part, { places, nodes }: Linked): CompiledRegion => {
  const inside = region.nodes.flatMap((node) => nodes[part.numberOf(node)] ?? [])
  const common = {
    index: part.regionNumber(region),
    nodes: inside.map(({ index }) => index),
    byName: new Map(inside.map((node) => [node.name, node])),
    imports: region.imports.map((connection) => importOf(connection, part, places)),
    awaits: Array.from(region.awaits, part.numberOf),
  }
  const { iterator, collector, path } = region
  if (iterator) {
    const opener = { parent: part.regionNumber(path.at(-2)), opener: part.numberOf(iterator) }
    return { ...common, type: 'each', ...opener, ...(collector && { collector: part.numberOf(collector) }) }
  }
  const { loop } = part.definition
  if (!loop || !part.around) return { ...common, type: 'root' }
  const ofType = (behaviour: CompiledNode['type']['behaviour']) => inside.find(({ type }) => type.behaviour === behaviour)?.index ?? 0
  return {
    ...common,
    type: 'repeat',
    parent: part.around.regionNumber(part.around.regions.of[loop.position]),
    opener: part.around.numberOf(loop),
    loopInput: ofType('loopStart'),
    loopController: ofType('loopEnd'),
  }
}

const importOf = ({ source, target, output, condition }: IndexedConnection, part: Part, places: Places): Import => {
  const number = (node: IndexedNode | undefined): number => (node ? part.numberOf(node) : 0)
  const opened = source && source.type.behaviour === 'each' ? places.opened.get(source) : undefined
  return {
    from: opened ?? part.regionNumber(source && part.regions.of[source.position]),
    source: number(source),
    target: number(target),
    ...(output && { output: output.name }),
    ...(condition && { condition: condition.name }),
  }
}
