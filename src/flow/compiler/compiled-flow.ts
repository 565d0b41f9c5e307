import type { FlowNode, FlowNodeInput, FlowNodeOutput } from '../../contract/flow-definition.ts'
import type { ConditionExpression } from '../expression/condition.ts'
import type { InputPath } from '../expression/path.ts'
import type { NodeType } from '../nodes/node-type.ts'

/** A definition that passed validation, indexed for running: connections are numbers of nodes, expressions are parsed. */
export interface CompiledFlow {
  /** In the order of the definition: a node's `index` is its place. */
  readonly nodes: readonly CompiledNode[]
  readonly byName: ReadonlyMap<string, CompiledNode>
  /** The one Input node. */
  readonly start: CompiledNode
}

export interface CompiledNode {
  readonly index: number
  readonly name: string
  readonly type: NodeType
  readonly node: FlowNode
  /** The inputs that a Data connection feeds, in the order of the definition. */
  readonly inputs: readonly CompiledInput[]
  readonly outputs: readonly FlowNodeOutput[]
  /** A Condition node's conditions in their order; `default` has no expression. Empty for other types. */
  readonly conditions: readonly CompiledCondition[]
  /** How many Data connections end here. */
  readonly dataCount: number
  /** How many Conditional connections end here. */
  readonly gateCount: number
  /** Data connections that start here, in the order of the definition. */
  readonly data: readonly DataTarget[]
  /** Conditional connections that start here. */
  readonly gates: readonly GateTarget[]
}

export interface CompiledInput {
  readonly input: FlowNodeInput
  readonly path: InputPath
  readonly source: { readonly node: number; readonly output: string }
}

export interface CompiledCondition {
  readonly name: string
  readonly expression?: ConditionExpression
}

export interface DataTarget {
  readonly output: string
  readonly node: number
  readonly input: string
}

export interface GateTarget {
  readonly condition: string
  readonly node: number
}
