import type { DefinitionIndex, IndexedConnection, IndexedNode } from './definition-index.ts'

/** The nodes of one definition that live in the scopes of one opener: of the definition itself, or of an Iterator in it. */
export interface Region {
  /** The regions around it, the outermost first, and then itself. */
  readonly path: readonly Region[]
  /** `undefined`: the definition itself. */
  readonly iterator: IndexedNode | undefined
  /** The first one that gathers its elements. It lives in the region around. */
  readonly collector: IndexedNode | undefined
  /** In the order of the definition. */
  readonly nodes: readonly IndexedNode[]
  /** Connections from a region around that end at one of `nodes` or at the Collector. */
  readonly imports: readonly IndexedConnection[]
  /** Nodes of the region around whose outputs or conditions this one imports, or one in it: they settle before its scopes open. */
  readonly awaits: ReadonlySet<IndexedNode>
}

export interface Regions {
  /** The definition's own first, then those of Iterators, outer ones before inner ones. */
  readonly all: readonly Region[]
  /** By position: where a node lives. */
  readonly of: readonly Region[]
  /** What kept these regions from being clean, in the order in which it was met. */
  readonly faults: readonly RegionFault[]
}

export type RegionFault =
  | { readonly type: 'joined'; readonly node: IndexedNode; readonly iterators: readonly [IndexedNode, IndexedNode] }
  | { readonly type: 'outside'; readonly collector: IndexedNode }
  | { readonly type: 'second'; readonly collector: IndexedNode; readonly first: IndexedNode; readonly iterator: IndexedNode }

/**
 * What each Iterator's outputs reach, by Data or Conditional connections, up to its Collector; a Collector gathers the innermost
 * Iterator that reaches it. A Loop's body has one region: no Iterators are in it. `undefined`: the connections close a cycle.
 * Linear in nodes and connections, but for Iterators inside each other: each knows all around it.
 * @remarks Assumed: AWS has one Iterator and one Collector, and says nothing of several.
 */
export const regionsOf = ({ nodes, sorted, loop }: DefinitionIndex): Regions | undefined => {
  if (!sorted) return undefined
  const root = newRegion()
  const all = [root]
  const of = nodes.map(() => root)
  const faults: RegionFault[] = []
  /** Where the outputs of an Iterator live; those of any other node live where it does. */
  const inside = new Map<IndexedNode, NewRegion>()
  const regionOfOutputs = (node: IndexedNode): NewRegion => inside.get(node) ?? of[node.position] ?? root

  for (const node of sorted) {
    const sources = node.incoming.flatMap(({ source }) => (source ? regionOfOutputs(source) : []))
    const innermost = sources.reduce((deepest, each) => (each.path.length > deepest.path.length ? each : deepest), root)
    const stranger = sources.find((each) => !encloses(each, innermost))
    if (stranger?.iterator && innermost.iterator) faults.push({ type: 'joined', node, iterators: [innermost.iterator, stranger.iterator] })
    const gathers = node.type.behaviour === 'gather' && !loop
    if (gathers && innermost === root && node.incoming.length > 0) faults.push({ type: 'outside', collector: node })
    if (gathers && innermost.iterator) {
      if (innermost.collector) faults.push({ type: 'second', collector: node, first: innermost.collector, iterator: innermost.iterator })
      else innermost.collector = node
    }
    of[node.position] = gathers ? (innermost.path.at(-2) ?? root) : innermost
    for (const [place, connection] of node.incoming.entries()) importInto(innermost, sources[place], connection)
    if (node.type.behaviour !== 'each' || loop) continue
    const opened = newRegion(node, of[node.position])
    inside.set(node, opened)
    all.push(opened)
  }
  for (const node of nodes) of[node.position]?.nodes.push(node)
  return { all, of, faults }
}

interface NewRegion extends Region {
  readonly path: readonly NewRegion[]
  readonly nodes: IndexedNode[]
  readonly imports: IndexedConnection[]
  readonly awaits: Set<IndexedNode>
  collector: IndexedNode | undefined
}

const newRegion = (iterator?: IndexedNode, around?: NewRegion): NewRegion => {
  const path: NewRegion[] = around ? [...around.path] : []
  const region: NewRegion = { path, iterator, collector: undefined, nodes: [], imports: [], awaits: new Set() }
  path.push(region)
  return region
}

const encloses = (outer: Region, inner: Region): boolean => inner.path[outer.path.length - 1] === outer

/** The outermost region that a connection enters waits for its source; an Iterator's outputs are there when their scope opens. */
const importInto = (target: NewRegion, from: NewRegion | undefined, connection: IndexedConnection): void => {
  if (!from || from === target || !encloses(from, target)) return
  target.imports.push(connection)
  if (connection.source && connection.source !== from.iterator) target.path[from.path.length]?.awaits.add(connection.source)
}
