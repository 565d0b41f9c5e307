import type { FlowConnection, FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { StoredEvent } from '../../src/engine/event.ts'
import { type Graph, graphOf } from './graph.ts'

/** Where the events of an execution stand in its log. */
interface Places {
  /** The `nodeInput` of a visit. */
  readonly begun: ReadonlyMap<string, number>
  /** Its `nodeOutput`, `conditionResult` or `flowOutput`. */
  readonly done: ReadonlyMap<string, number>
  readonly chosen: ReadonlyMap<string, string>
  /** By path: the event that opened a scope, and the last one in it or in a scope inside it. */
  readonly opened: ReadonlyMap<string, number>
  readonly last: ReadonlyMap<string, number>
}

/**
 * What is out of order in a log, or in any prefix of one, as sentences: by the definition, what a visit needs comes before it, an
 * Iterator waits for what its region imports, elements and iterations open one after the other and no more of them than may be
 * open at once, and a Collector or a Loop puts out when the last of them is over.
 */
export const orderFaults = (definition: FlowDefinition, events: readonly StoredEvent[], atOnce: number): readonly string[] => {
  const graphs = new Map<string, Graph>()
  const nodesOf = (loops: readonly string[]): Graph => {
    const key = loops.join('/')
    const known = graphs.get(key)
    if (known) return known
    const loop = loops.at(-1)
    const body = loop === undefined ? definition : nodesOf(loops.slice(0, -1)).named(loop)?.configuration?.loop?.definition
    const graph = graphOf(body ?? {})
    graphs.set(key, graph)
    return graph
  }
  const graphAt = (path: string): Graph =>
    nodesOf(
      stepsOf(path).reduce<readonly string[]>(
        (loops, { name }) => (nodesOf(loops).named(name)?.type === 'Loop' ? [...loops, name] : loops),
        [],
      ),
    )
  const places = placesOf(events)
  const faults: string[] = []
  const check = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault)
  }

  for (const [place, event] of events.entries()) {
    if (!('path' in event)) continue
    const { path, node, type } = event
    check(
      path === '' || type === 'nodeFailure' || (places.opened.get(path) ?? Infinity) <= place,
      `${type} ${node} at ${path} comes before its scope`,
    )
    if (type === 'nodeInput') for (const fault of unready(graphAt(path), places, { path, node, place })) check(false, fault)
  }
  for (const [visit, place] of places.done) check((places.begun.get(visit) ?? -1) < place, `${visit} is done before it has begun`)
  for (const [path, place] of places.opened) {
    const { around, name, index } = lastOf(path)
    const siblings = Array.from({ length: index }, (_, before) => pathInto(around, name, before))
    const graph = graphAt(around)
    const loop = graph.named(name)?.type === 'Loop'
    check((places.begun.get(pathOf(around, name)) ?? Infinity) < place, `${path} opens before ${name} has begun`)
    check(
      siblings.every((each) => (places.opened.get(each) ?? Infinity) < place),
      `${path} opens before one before it`,
    )
    const open = siblings.filter((each) => (places.last.get(each) ?? 0) > place)
    check(open.length < (loop ? 1 : atOnce), `${path} opens beside ${open.join()}`)
    const ends = loop ? name : graph.nodes.find((node) => node.type === 'Collector' && graph.entry(node.name).at(-1) === name)?.name
    const end = ends === undefined ? Infinity : (places.done.get(pathOf(around, ends)) ?? Infinity)
    check((places.last.get(path) ?? 0) < end, `${ends} at ${around} puts out before ${path} is over`)
  }
  return faults
}

interface Begun {
  readonly path: string
  readonly node: string
  readonly place: number
}

const unready = (graph: Graph, places: Places, { path, node, place }: Begun): readonly string[] => {
  /** Where what a connection brings was put out. */
  const from = ({ source }: FlowConnection): string => {
    const depth = graph.inside(source).length
    let at = path
    for (let here = graph.named(node)?.type === 'Collector' ? graph.entry(node).length : graph.home(node).length; here > depth; here--)
      at = lastOf(at).around
    return pathOf(at, source)
  }
  const late = graph.data(node).filter((connection) => (places.done.get(from(connection)) ?? Infinity) >= place)
  const ways = graph.gates(node)
  const open = ways.some((gate) => {
    const visit = from(gate)
    return (places.done.get(visit) ?? Infinity) < place && places.chosen.get(visit) === gate.configuration?.conditional?.condition
  })
  const awaited = graph
    .imports(node)
    .filter((connection) => graph.inside(connection.source).length <= graph.home(node).length)
    .filter((connection) => (places.done.get(from(connection)) ?? 0) > place)
  return [
    ...late.map(({ source }) => `${node} at ${path} begins before ${source}`),
    ...(ways.length > 0 && !open ? [`${node} at ${path} begins before a way to it is open`] : []),
    ...awaited.map(({ source }) => `${node} at ${path} begins before ${source}, which its elements need`),
  ]
}

const placesOf = (events: readonly StoredEvent[]): Places => {
  const [begun, done, opened, last] = [1, 2, 3, 4].map(() => new Map<string, number>()) as [
    Map<string, number>,
    Map<string, number>,
    Map<string, number>,
    Map<string, number>,
  ]
  const chosen = new Map<string, string>()
  for (const [place, event] of events.entries()) {
    if (!('path' in event)) continue
    const { path, node, type } = event
    const visit = pathOf(path, node)
    if (type === 'nodeInput') begun.set(visit, place)
    if (type === 'conditionResult') chosen.set(visit, event.condition)
    if (type === 'nodeOutput' || type === 'conditionResult' || type === 'flowOutput') done.set(visit, place)
    if (type === 'nodeOutput' && path !== '' && !opened.has(path)) opened.set(path, place)
    for (let at = path; at !== ''; at = lastOf(at).around) last.set(at, place)
  }
  return { begun, done, chosen, opened, last }
}

const stepsOf = (path: string): readonly { readonly name: string }[] =>
  path === '' ? [] : path.split('/').map((step) => ({ name: step.split(':')[0] ?? '' }))

const lastOf = (path: string): { readonly around: string; readonly name: string; readonly index: number } => {
  const slash = path.lastIndexOf('/')
  const [name = '', index] = path.slice(slash + 1).split(':')
  return { around: path.slice(0, Math.max(slash, 0)), name, index: Number(index) }
}

const pathOf = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`)
const pathInto = (path: string, name: string, index: number): string => pathOf(path, `${name}:${index}`)
