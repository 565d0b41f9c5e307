import type { CompiledNode } from './compiled-flow.ts'
import type { IndexedNode } from './definition-index.ts'
import type { Places } from './places.ts'
import type { Region } from './regions.ts'

/** A node with its connections, as numbers. */
export const linkNode = (indexed: IndexedNode, places: Places): CompiledNode => {
  const { node, type, inputs, conditions, incoming, outgoing } = indexed
  const gateCount = incoming.filter(({ connection }) => connection.type === 'Conditional').length
  const number = (other: IndexedNode): number => places.nodes.get(other) ?? 0
  const [opens, closes] = [places.opened.get(indexed), places.closed.get(indexed)]
  const region = (each: Region | undefined): number => (each && places.regions.get(each)) ?? 0
  return {
    index: number(indexed),
    name: node.name,
    type,
    node,
    region: region(places.regionOf.get(indexed)),
    slot: places.slots.get(indexed) ?? 0,
    awaitedBy: places.awaitedBy.get(indexed)?.map(number) ?? [],
    ...(opens && { opens: region(opens) }),
    ...(closes && { closes: region(closes) }),
    inputs: [...inputs.values()].flatMap(({ input, parsed, feeds }) =>
      feeds.flatMap(({ source, output }) =>
        'path' in parsed && source && output ? { input, path: parsed.path, source: { node: number(source), output: output.name } } : [],
      ),
    ),
    outputs: node.outputs ?? [],
    conditions: [...conditions.values()].map(({ name, parsed }) =>
      parsed && 'expression' in parsed ? { name, expression: parsed.expression } : { name },
    ),
    dataCount: incoming.length - gateCount,
    gateCount,
    data: outgoing.flatMap(({ output, target, input }) =>
      output && target && input ? { output: output.name, node: number(target), input: input.input.name } : [],
    ),
    gates: outgoing.flatMap(({ condition, target }) => (condition && target ? { condition: condition.name, node: number(target) } : [])),
  }
}
