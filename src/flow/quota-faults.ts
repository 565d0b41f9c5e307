import type { FlowDefinition, FlowNode, FlowNodeType } from '../contract/flow-definition.ts'
import { nodeQuotas } from './node-quotas.ts'
import { partsOf } from './places/definition-part.ts'

/** Whether a flow may be more than AWS takes, where that can run here. */
export type Compatibility = 'aws' | 'extended'

/**
 * What is too much of in a definition, in AWS's words as far as they are recorded; none if nothing is. That a flow has one Input
 * node holds in any case.
 * @remarks Assumed: the names of the other quotas are formed like the recorded one, `max-number-flow-input-nodes`.
 */
export const quotaFaults = (definition: FlowDefinition, compatibility: Compatibility): readonly string[] => {
  const inputs = (definition.nodes ?? []).filter(({ type }) => type === 'Input').length
  const twoInputs = inputs > 1 ? [`The flow has ${inputs} Input nodes, but max-number-flow-input-nodes is 1.`] : []
  return compatibility === 'aws' ? [...twoInputs, ...beyondAws(partsOf(definition).flatMap(({ nodes }) => nodes))] : twoInputs
}

const beyondAws = (nodes: readonly FlowNode[]): readonly string[] => {
  const { total, perType, conditionsPerNode } = nodeQuotas
  const most: { readonly [Type in FlowNodeType]?: number } = perType
  return [
    ...(nodes.length > total ? [`The flow has ${nodes.length} nodes, but max-number-flow-nodes is ${total}.`] : []),
    ...Map.groupBy(nodes, ({ type }) => type)
      .entries()
      .filter(([type, { length }]) => type !== 'Input' && length > (most[type] ?? length))
      .map(([type, { length }]) => `The flow has ${length} ${type} nodes, but max-number-flow-${words(type)}-nodes is ${most[type]}.`),
    ...nodes
      .filter(({ configuration }) => (configuration?.condition?.conditions.length ?? 0) > conditionsPerNode)
      .map(({ name }) => `Node ${name} has too many conditions: max-number-flow-conditions-per-node is ${conditionsPerNode}.`)
      .slice(0, shownMessages),
  ]
}

const shownMessages = 10

/** `KnowledgeBase` becomes `knowledge-base`. */
const words = (type: FlowNodeType): string => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
