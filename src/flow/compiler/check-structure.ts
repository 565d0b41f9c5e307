import type { FlowConnection, FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import { quotaFaults, type Compatibility } from '../quota-faults.ts'
import { configurationMember } from './configuration-member.ts'

/**
 * What AWS refuses before it stores a definition, in the recorded words: at most ten messages, none if there is nothing to
 * refuse. A Loop's body is a definition of its own, so that names in it may be those of nodes outside.
 * @remarks Assumed: the scope of unique names is one definition.
 */
export const checkStructure = (definition: FlowDefinition, compatibility: Compatibility = 'extended'): readonly string[] => {
  const definitions = [definition]
  const messages = [...quotaFaults(definition, compatibility)]
  for (const { nodes = [], connections = [] } of definitions) {
    messages.push(...structuralFaults(nodes, connections).slice(0, shownMessages))
    if (messages.length >= shownMessages) break
    definitions.push(...nodes.flatMap(({ configuration }) => configuration?.loop?.definition ?? []))
  }
  return messages.slice(0, shownMessages)
}

const shownMessages = 10

const structuralFaults = (nodes: readonly FlowNode[], connections: readonly FlowConnection[]): readonly string[] => [
  ...repeated(nodes).map((name) => `Node name ${name} must be unique.`),
  ...repeated(connections).map((name) => `Connection name ${name} must be unique.`),
  ...nodes.flatMap((node) =>
    repeated(node.configuration?.condition?.conditions ?? []).map((name) => `Condition name ${name} of node ${node.name} must be unique.`),
  ),
  ...nodes
    .filter(({ type, configuration }) => configuration && !configuration[configurationMember(type)])
    .map(({ name }) => `Configuration must be provided for node ${name}.`),
]

/** Names that more than one has, each once. */
const repeated = (named: readonly { readonly name: string }[]): readonly string[] => {
  if (named.length < 2) return []
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const { name } of named) {
    const { size } = seen
    if (seen.add(name).size === size) again.add(name)
  }
  return [...again]
}
