import type { FlowNodeInput, IoType } from '../../../contract/flow-definition.ts'
import type { IndexedNode } from '../definition-index.ts'
import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

/** A fixed input has the type that its node gives it; what returns to a Loop's start, the type of the LoopInput's output of its name. */
export const mismatchedNodeInputType: Rule = ({ nodes }) => {
  const start = nodes.find(({ type }) => type.behaviour === 'loopStart')
  return firstInNodes(
    nodes,
    ({ inputs }) => inputs.values(),
    ({ input }, indexed) => {
      const expectedType = expected(input, indexed, start)
      if (expectedType === undefined || expectedType === input.type) return undefined
      const { node } = indexed
      return {
        severity: 'Error',
        type: 'MismatchedNodeInputType',
        message: `Input ${input.name} of node ${node.name} is declared as ${input.type}; it must be ${expectedType}.`,
        details: { mismatchedNodeInputType: { node: node.name, input: input.name, expectedType } },
      }
    },
  )
}

const expected = (
  { name, category }: FlowNodeInput,
  { type, inputPorts }: IndexedNode,
  start: IndexedNode | undefined,
): IoType | undefined => {
  if (type.behaviour === 'loopEnd') return category === 'ReturnValueToLoopStart' ? start?.outputs.get(name)?.type : undefined
  const port = inputPorts.get(name)
  return port?.type === 'Any' ? undefined : port?.type
}
