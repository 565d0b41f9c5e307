import type { FlowDefinition } from '../../contract/flow-definition.ts'

/**
 * Says so where a flow with all its Loops has more nodes than the contract lets one definition have, or more connections than
 * anybody draws: what is allowed compiles in a moment.
 */
export const tooLarge = (definition: FlowDefinition): string | undefined => {
  const size = sizeOf(definition)
  if (size.nodes > Math.max(mostNodes, definition.nodes?.length ?? 0))
    return `The flow has ${size.nodes} nodes with those in Loops; it can have ${mostNodes}.`
  if (size.connections > mostConnections) return `The flow has ${size.connections} connections; it can have ${mostConnections}.`
  return undefined
}

const mostNodes = 1_000
const mostConnections = 100_000

const sizeOf = (definition: FlowDefinition): { readonly nodes: number; readonly connections: number } => {
  const definitions = [definition]
  let nodes = 0
  let connections = 0
  for (const each of definitions) {
    nodes += each.nodes?.length ?? 0
    connections += each.connections?.length ?? 0
    for (const { configuration } of each.nodes ?? []) if (configuration?.loop) definitions.push(configuration.loop.definition)
  }
  return { nodes, connections }
}
