import type { CompiledFlow, CompiledNode } from './compiled-flow.ts'
import type { DefinitionIndex, IndexedNode } from './definition-index.ts'

/** Turns the index of a definition without Errors into what the engine runs. */
export const linkFlow = ({ nodes: indexed }: DefinitionIndex): CompiledFlow => {
  const nodes = indexed.map(linkNode)
  const start = nodes.find(({ type }) => type.behaviour === 'start')
  if (!start) throw new Error('A flow without an Input node passed validation')
  return { nodes, byName: new Map(nodes.map((node) => [node.name, node])), start }
}

const linkNode = ({ position, node, type, inputs, conditions, incoming, outgoing }: IndexedNode): CompiledNode => {
  const gateCount = incoming.filter(({ connection }) => connection.type === 'Conditional').length
  return {
    index: position,
    name: node.name,
    type,
    node,
    inputs: [...inputs.values()].flatMap(({ input, parsed, feeds }) =>
      feeds.flatMap(({ source, output }) =>
        'path' in parsed && source && output ? { input, path: parsed.path, source: { node: source.position, output: output.name } } : [],
      ),
    ),
    outputs: node.outputs ?? [],
    conditions: [...conditions.values()].map(({ name, parsed }) =>
      parsed && 'expression' in parsed ? { name, expression: parsed.expression } : { name },
    ),
    dataCount: incoming.length - gateCount,
    gateCount,
    data: outgoing.flatMap(({ output, target, input }) =>
      output && target && input ? { output: output.name, node: target.position, input: input.input.name } : [],
    ),
    gates: outgoing.flatMap(({ condition, target }) => (condition && target ? { condition: condition.name, node: target.position } : [])),
  }
}
