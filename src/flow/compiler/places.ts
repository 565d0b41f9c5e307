import type { DefinitionIndex, IndexedNode } from './definition-index.ts'
import { regionsOf, type Region, type Regions } from './regions.ts'

/** The numbers of the nodes and regions of one definition in the whole flow: the flow itself, or the body of a Loop. */
export interface Part {
  readonly definition: DefinitionIndex
  readonly regions: Regions
  readonly numberOf: (node: IndexedNode) => number
  readonly regionNumber: (region: Region | undefined) => number
  /** The part that the Loop is in whose body this is. */
  readonly around: Part | undefined
}

export interface Places {
  /** Each behind the part around it. */
  readonly parts: readonly Part[]
  /** The numbers of the regions that Iterators and Loops open. */
  readonly opened: ReadonlyMap<IndexedNode, number>
  /** The numbers of the regions that Collectors and LoopControllers close. */
  readonly closed: ReadonlyMap<IndexedNode, number>
  /** The place of a node among those of its region. */
  readonly slots: ReadonlyMap<IndexedNode, number>
  /** The numbers of the Iterators that wait for a node beside them. */
  readonly awaitedBy: ReadonlyMap<IndexedNode, readonly number[]>
}

/** Nodes and regions are numbered in the order of the definition, those of a body behind all that is around it. */
export const placesIn = (flow: DefinitionIndex): Places => {
  const parts: Part[] = []
  const opened = new Map<IndexedNode, number>()
  const closed = new Map<IndexedNode, number>()
  const slots = new Map<IndexedNode, number>()
  const awaitedBy = new Map<IndexedNode, number[]>()
  let nodes = 0
  let regions = 0
  const add = (definition: DefinitionIndex, around?: Part): void => {
    const part = partOf(definition, { firstNode: nodes, firstRegion: regions, around })
    parts.push(part)
    nodes += definition.nodes.length
    regions += part.regions.all.length
    for (const region of part.regions.all) {
      const number = part.regionNumber(region)
      const { iterator = definition.loop, collector } = region
      if (iterator) opened.set(iterator, number)
      if (collector) closed.set(collector, number)
      for (const [slot, node] of region.nodes.entries()) slots.set(node, slot)
      if (region.iterator)
        for (const awaited of region.awaits) awaitedBy.set(awaited, [...(awaitedBy.get(awaited) ?? []), part.numberOf(region.iterator)])
    }
    for (const node of definition.nodes) {
      if (node.type.behaviour === 'loopEnd') closed.set(node, part.regionNumber(part.regions.of[node.position]))
      if (node.body) add(node.body, part)
    }
  }
  add(flow)
  return { parts, opened, closed, slots, awaitedBy }
}

interface Firsts {
  readonly firstNode: number
  readonly firstRegion: number
  readonly around: Part | undefined
}

const partOf = (definition: DefinitionIndex, { firstNode, firstRegion, around }: Firsts): Part => {
  const regions = regionsOf(definition)
  if (!regions || regions.faults.length > 0) throw new Error('A flow without order passed validation')
  const numbers = new Map(regions.all.map((region, place) => [region, firstRegion + place]))
  return {
    definition,
    regions,
    numberOf: ({ position }) => firstNode + position,
    regionNumber: (region) => (region && numbers.get(region)) ?? firstRegion,
    around,
  }
}
