import type { FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import { nodeTypes } from '../nodes/registry.ts'

/**
 * Errors that say nothing against a definition, but that Sluice cannot run it yet: one for each node of such a type, those in
 * the bodies of Loops included. `compile` puts them after all other Errors.
 */
export const unavailableNodeTypes = ({ nodes = [] }: FlowDefinition): readonly FlowValidation[] =>
  nodes.flatMap((node) => {
    const body = node.type === 'Loop' ? node.configuration?.loop?.definition : undefined
    return [...(isAvailable(node) ? [] : [findingOf(node)]), ...(body ? unavailableNodeTypes(body) : [])]
  })

const isAvailable = ({ type }: FlowNode): boolean => {
  const { behaviour, run } = nodeTypes[type]
  return behaviour !== 'work' || run !== undefined
}

const findingOf = ({ name, type }: FlowNode): FlowValidation => ({
  severity: 'Error',
  type: 'Unspecified',
  message: `Node ${name} is of type ${type}, which this version of Sluice cannot run yet.`,
  details: { unspecified: {} },
})
