import { definitionsIn, type DefinitionIndex, type IndexedNode } from './definition-index.ts'
import { regionsOf, type Region, type Regions } from './regions.ts'

/** The numbers of all nodes and regions. */
export interface Places {
  readonly nodes: ReadonlyMap<IndexedNode, number>
  readonly regions: ReadonlyMap<Region, number>
  readonly regionOf: ReadonlyMap<IndexedNode, Region>
  /** The place of a node among those of its region. */
  readonly slots: ReadonlyMap<IndexedNode, number>
  /** The Iterators that wait for a node beside them. */
  readonly awaitedBy: ReadonlyMap<IndexedNode, readonly IndexedNode[]>
  /** By Iterator or Loop. */
  readonly opened: ReadonlyMap<IndexedNode, Region>
  /** By Collector or LoopController. */
  readonly closed: ReadonlyMap<IndexedNode, Region>
  /** The Loop whose body a region is. */
  readonly loops: ReadonlyMap<Region, IndexedNode>
}

/** Those of the definition first, then those of the bodies of its Loops. */
export const placesIn = (index: DefinitionIndex): Places => {
  const parts = definitionsIn(index).map((definition) => ({ definition, ...cleanRegions(definition) }))
  const nodes = parts.flatMap(({ definition }) => definition.nodes)
  const regions = parts.flatMap(({ all }) => all)
  const bodies = parts.flatMap(({ definition: { loop, nodes: inside }, all: [region] }) => (loop && region ? { loop, region, inside } : []))
  return {
    nodes: new Map(nodes.map((node, number) => [node, number])),
    regions: new Map(regions.map((region, number) => [region, number])),
    regionOf: new Map(regions.flatMap((region) => region.nodes.map((node) => [node, region]))),
    slots: new Map(regions.flatMap((region) => region.nodes.map((node, slot) => [node, slot]))),
    awaitedBy: new Map(
      Array.from(
        Map.groupBy(regions.flatMap(waitings), ({ awaited }) => awaited),
        ([awaited, all]) => [awaited, all.map(({ iterator }) => iterator)],
      ),
    ),
    opened: new Map([
      ...regions.flatMap((region) => (region.iterator ? [[region.iterator, region] as const] : [])),
      ...bodies.map(({ loop, region }) => [loop, region] as const),
    ]),
    closed: new Map([
      ...regions.flatMap((region) => (region.collector ? [[region.collector, region] as const] : [])),
      ...bodies.flatMap(({ region, inside }) =>
        inside.filter(({ type }) => type.behaviour === 'loopEnd').map((controller) => [controller, region] as const),
      ),
    ]),
    loops: new Map(bodies.map(({ loop, region }) => [region, loop])),
  }
}

const waitings = ({ iterator, awaits }: Region) => (iterator ? Array.from(awaits, (awaited) => ({ awaited, iterator })) : [])

const cleanRegions = (definition: DefinitionIndex): Regions => {
  const regions = regionsOf(definition)
  if (!regions || regions.faults.length > 0) throw new Error('A flow without order passed validation')
  return regions
}
