import type { FlowNodeType } from '../../../contract/flow-definition.ts'
import type { IndexedNode } from '../definition-index.ts'

/** Each Loop that has a body, with the nodes of one type in it. */
export const bodyNodes = (
  nodes: readonly IndexedNode[],
  type: FlowNodeType,
): readonly { readonly loop: IndexedNode; readonly found: readonly IndexedNode[] }[] =>
  nodes.flatMap((loop) => (loop.body ? { loop, found: loop.body.nodes.filter(({ node }) => node.type === type) } : []))
