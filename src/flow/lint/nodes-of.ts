import type { FlowNode } from '../../contract/flow-definition.ts'
import type { DefinitionPart } from '../places/definition-part.ts'
import type { DefinitionPath } from '../places/definition-path.ts'

/** A node with its place. */
export interface PlacedNode {
  readonly node: FlowNode
  readonly path: DefinitionPath
  readonly part: DefinitionPart
}

/** All nodes of all parts. */
export const nodesOf = (parts: readonly DefinitionPart[]): readonly PlacedNode[] =>
  parts.flatMap((part) => part.nodes.map((node, index) => ({ node, part, path: [...part.path, 'nodes', index] })))
