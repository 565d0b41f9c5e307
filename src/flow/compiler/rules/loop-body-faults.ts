import type { DefinitionIndex, IndexedNode } from '../definition-index.ts'
import { reachableNodes } from '../reachable-nodes.ts'
import { isMisplaced } from './invalid-loop-boundary.ts'
import type { Finding, Rule } from './rule.ts'
import { unspecifiedError } from './unspecified-finding.ts'

/**
 * Faults of a Loop's body, or of what belongs into one, for which AWS has no type of its own.
 * @remarks Assumed: an Output in a body is refused; a value that returns to no output of the LoopInput is dropped.
 */
export const loopBodyFaults: Rule = (index) => {
  const reached = reachableNodes(index)
  return [...index.nodes.flatMap((at) => errorOf(at, index, reached) ?? []), ...index.nodes.flatMap((at) => droppedBy(at, index))]
}

const errorOf = (at: IndexedNode, index: DefinitionIndex, reached: ReadonlySet<IndexedNode> | undefined): Finding | undefined => {
  const { node, type, incoming, outgoing } = at
  if (isMisplaced(at, index)) {
    if (incoming.length + outgoing.length > 0) return undefined
    return unspecifiedError(`Node ${node.name} of type ${node.type} belongs into the body of a Loop.`, at)
  }
  if (!index.loop) return undefined
  const loop = index.loop.node.name
  if (type.behaviour === 'end')
    return unspecifiedError(`The body of Loop ${loop} holds the Output node ${node.name}: a Loop ends by its own outputs.`, at)
  if (type.behaviour === 'loopEnd' && reached && !reached.has(at))
    return unspecifiedError(
      `No path leads from the LoopInput of Loop ${loop} to its LoopController ${node.name}: no iteration could end.`,
      at,
    )
  return undefined
}

const droppedBy = (at: IndexedNode, { loop, nodes }: DefinitionIndex): readonly Finding[] => {
  if (!loop || at.type.behaviour !== 'loopEnd') return []
  const start = nodes.find(({ type }) => type.behaviour === 'loopStart')
  if (!start) return []
  return [...at.inputs.values()]
    .filter(({ input }) => input.category === 'ReturnValueToLoopStart' && !start.outputs.has(input.name))
    .map(({ input }) => ({
      ...unspecifiedError(
        `Input ${input.name} of node ${at.node.name} returns to no output of the LoopInput ${start.node.name}: its value is dropped.`,
        at,
      ),
      severity: 'Warning',
    }))
}
