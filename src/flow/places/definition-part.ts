import type { FlowConnection, FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import type { DefinitionPath } from './definition-path.ts'

/** The flow itself, or the body of one of its Loops: each has names of its own. */
export interface DefinitionPart {
  readonly path: DefinitionPath
  readonly nodes: readonly FlowNode[]
  readonly connections: readonly FlowConnection[]
}

/** A definition and the bodies of its Loops, each behind the definition that it stands in. */
export const partsOf = (definition: FlowDefinition): readonly DefinitionPart[] => {
  const parts: DefinitionPart[] = [partOf(definition, [])]
  for (const { path, nodes } of parts)
    for (const [index, node] of nodes.entries()) {
      const body = bodyOf(node)
      if (body) parts.push(partOf(body, [...path, 'nodes', index, ...bodyPath]))
    }
  return parts
}

/** What a Loop repeats. */
export const bodyOf = ({ type, configuration }: FlowNode): FlowDefinition | undefined =>
  type === 'Loop' ? configuration?.loop?.definition : undefined

const bodyPath = ['configuration', 'loop', 'definition'] as const

const partOf = ({ nodes = [], connections = [] }: FlowDefinition, path: DefinitionPath): DefinitionPart => ({ path, nodes, connections })
