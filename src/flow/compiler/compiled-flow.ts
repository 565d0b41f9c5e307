import type { FlowNode, FlowNodeInput, FlowNodeOutput } from '../../contract/flow-definition.ts'
import type { ConditionExpression } from '../expression/condition.ts'
import type { InputPath } from '../expression/path.ts'
import type { NodeType } from '../nodes/node-type.ts'

/** A definition that passed validation, indexed for running: connections are numbers of nodes, expressions are parsed. */
export interface CompiledFlow {
  /**
   * Those of the definition first, in its order, then those of the Loops' bodies: a body's in its order, behind those of what is
   * around it. A node's `index` is its place.
   */
  readonly nodes: readonly CompiledNode[]
  /** The nodes of the definition itself, without those of Loops' bodies. */
  readonly byName: ReadonlyMap<string, CompiledNode>
  /** The one Input node. */
  readonly start: CompiledNode
  /** The root first, then each region behind the one around it. A region's `index` is its place. */
  readonly regions: readonly CompiledRegion[]
}

export interface CompiledNode {
  readonly index: number
  readonly name: string
  readonly type: NodeType
  readonly node: FlowNode
  /** Where it lives: a node fires at most once in each scope of its region. A Collector's is the one around the elements. */
  readonly region: number
  /** Its place among the nodes of its region. */
  readonly slot: number
  /** The region whose scopes this Iterator or Loop opens. */
  readonly opens?: number
  /** The region whose elements this Collector gathers, or whose iterations this LoopController ends. */
  readonly closes?: number
  /** Iterators beside it that open no scope before it has settled. */
  readonly awaitedBy: readonly number[]
  /** The inputs that a Data connection feeds, in the order of the definition. */
  readonly inputs: readonly CompiledInput[]
  readonly outputs: readonly FlowNodeOutput[]
  /** A Condition's conditions in their order, `default` without an expression; a LoopController's `continueCondition`; else empty. */
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

/** The nodes that live in the scopes of one opener: the root of an execution, an element of an Iterator, an iteration of a Loop. */
export type CompiledRegion = RootRegion | EachRegion | RepeatRegion

interface Region {
  readonly index: number
  /** In the order of the definition. A Collector is in the region around its elements. */
  readonly nodes: readonly number[]
  readonly byName: ReadonlyMap<string, CompiledNode>
  /** Connections from the regions around that end at one of `nodes`, or at this region's Collector. */
  readonly imports: readonly Import[]
  /**
   * Nodes of the region around that must have settled before a scope opens: sources of the imports of this region and of those in
   * it, where they come from the region around. (What comes from further out, an opener there has waited for.)
   */
  readonly awaits: readonly number[]
}

interface RootRegion extends Region {
  readonly type: 'root'
}

/** What an Iterator's outputs reach, up to its Collector. */
interface EachRegion extends Region {
  readonly type: 'each'
  /** The region around. */
  readonly parent: number
  /** The Iterator, a node of the region around. */
  readonly opener: number
  /** A node of the region around that takes inputs in every scope of this one. Absent: nothing gathers the elements. */
  readonly collector?: number
}

/** A Loop's body. It imports nothing: the Loop's inputs feed its LoopInput. */
interface RepeatRegion extends Region {
  readonly type: 'repeat'
  /** The region around. */
  readonly parent: number
  /** The Loop, a node of the region around. */
  readonly opener: number
  readonly loopInput: number
  readonly loopController: number
}

/** A Data connection (`output`) or a Conditional one (`condition`) into a region. */
export interface Import {
  /** The source's region, or the one whose scopes it opens, if it is an Iterator. */
  readonly from: number
  readonly source: number
  readonly target: number
  readonly output?: string
  readonly condition?: string
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
