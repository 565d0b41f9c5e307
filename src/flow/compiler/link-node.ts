import type { CompiledCondition, CompiledInput, CompiledNode, DataTarget, GateTarget } from './compiled-flow.ts'
import type { IndexedCondition, IndexedNode } from './definition-index.ts'
import type { Part, Places } from './places.ts'

/** A node with its connections, as numbers. */
export const linkNode = (indexed: IndexedNode, part: Part, { opened, closed, slots, awaitedBy }: Places): CompiledNode => {
  const { position, node, type, conditions, incoming } = indexed
  const gateCount = incoming.reduce((count, { connection }) => (connection.type === 'Conditional' ? count + 1 : count), 0)
  const [opens, closes] = [opened.get(indexed), closed.get(indexed)]
  return {
    index: part.numberOf(indexed),
    name: node.name,
    type,
    node,
    region: part.regionNumber(part.regions.of[position]),
    slot: slots.get(indexed) ?? 0,
    awaitedBy: awaitedBy.get(indexed) ?? [],
    ...(opens !== undefined && { opens }),
    ...(closes !== undefined && { closes }),
    inputs: inputsOf(indexed, part),
    outputs: node.outputs ?? [],
    conditions: Array.from(conditions.values(), conditionOf),
    dataCount: incoming.length - gateCount,
    gateCount,
    ...targetsOf(indexed, part),
  }
}

const inputsOf = ({ inputs }: IndexedNode, { numberOf }: Part): readonly CompiledInput[] => {
  const linked: CompiledInput[] = []
  for (const { input, parsed, feeds } of inputs.values()) {
    for (const { source, output } of feeds) {
      if ('path' in parsed && source && output)
        linked.push({ input, path: parsed.path, source: { node: numberOf(source), output: output.name } })
    }
  }
  return linked
}

const conditionOf = ({ name, parsed }: IndexedCondition): CompiledCondition =>
  parsed && 'expression' in parsed ? { name, expression: parsed.expression } : { name }

const targetsOf = ({ outgoing }: IndexedNode, { numberOf }: Part): Pick<CompiledNode, 'data' | 'gates'> => {
  const data: DataTarget[] = []
  const gates: GateTarget[] = []
  for (const { output, target, input, condition } of outgoing) {
    if (!target) continue
    if (output && input) data.push({ output: output.name, node: numberOf(target), input: input.input.name })
    if (condition) gates.push({ condition: condition.name, node: numberOf(target) })
  }
  return { data, gates }
}
