import type { FlowNode, FlowNodeType, IoType } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import type { JsonObject, Json } from '../../lib/json.ts'
import type { FunctionInvoker } from '../capabilities/function-invoker.ts'
import type { LanguageModel } from '../capabilities/language-model.ts'
import type { ObjectStore } from '../capabilities/object-store.ts'
import type { PromptLibrary } from '../capabilities/prompt-library.ts'

/** Everything that the engine knows of a node type: how it behaves. */
export type Behaviour = 'start' | 'end' | 'choose' | 'each' | 'gather' | 'repeat' | 'loopStart' | 'loopEnd' | 'work'

/** Values by the name of an input or output. */
export type Values = Readonly<Record<string, Json>>

/** An input or output whose name AWS fixes. */
export interface Port {
  readonly name: string
  readonly type: IoType | 'Any'
  /** `false`: may be left undeclared, or declared and unconnected. */
  readonly required: boolean
}

/** One call that a node made to something outside, for its `nodeAction` event. */
export interface NodeAction {
  readonly serviceName: string
  readonly operationName: string
  readonly requestId: string
  readonly request: JsonObject
  readonly response: JsonObject
}

/** What is outside of Sluice and a node may use. */
export interface Capabilities {
  readonly languageModel: LanguageModel
  readonly promptLibrary: PromptLibrary
  readonly functionInvoker: FunctionInvoker
  readonly objectStore: ObjectStore
}

/** How a node at work reaches the world: nothing else is open to it. */
export interface NodeContext extends Capabilities {
  /** Aborts when the execution is stopped or the node's time is over. */
  readonly signal: AbortSignal
  /** The same in every attempt of this visit. */
  readonly idempotencyKey: string
  readonly executionArn: string
  /** `modelPerformanceConfiguration.performanceConfig.latency` of the request. */
  readonly latency?: 'standard' | 'optimized'
  /** The execution's limit of one value: also of what a node makes of its inputs. */
  readonly valueBytes: number
  /** Text as a model streams it: shown to followers and counted, never stored. */
  progress(text: string): void
  received(sizeBytes: number): void
  queued(queued: boolean): void
  /** Recorded with the node's output. */
  action(action: NodeAction): void
}

/** What one kind of node offers, checks and does. */
export interface NodeType {
  readonly name: FlowNodeType
  readonly behaviour: Behaviour
  /** `undefined`: Sluice can check this type but not run it yet. */
  readonly run?: (node: FlowNode, inputs: Values, context: NodeContext) => Promise<Values>
  /**
   * The fixed inputs, which may depend on the configuration (a prompt's variables). `mentioned`: the names in the node's
   * conditions, from a caller that has parsed them.
   */
  readonly inputs: (node: FlowNode, mentioned?: ReadonlySet<string>) => readonly Port[]
  readonly outputs: (node: FlowNode) => readonly Port[]
  /** Whether inputs beside the fixed ones are allowed. */
  readonly freeInputs: boolean
  /** Whether outputs beside the fixed ones are allowed. */
  readonly freeOutputs: boolean
  /** Whether `configuration` may be left out. */
  readonly configurationOptional: boolean
  /** What a node calls, as its definition names it: the `resourceName` of a failed call. */
  readonly resource?: (node: FlowNode) => string | undefined
  /** Findings that only this type can raise. */
  readonly check?: (node: FlowNode) => readonly FlowValidation[]
}

/** Declares one kind of node: no fixed inputs or outputs, no free ones and a required configuration, unless it says otherwise. */
export const nodeType = (name: FlowNodeType, declared: Pick<NodeType, 'behaviour'> & Partial<Omit<NodeType, 'name'>>): NodeType => ({
  name,
  inputs: () => [],
  outputs: () => [],
  freeInputs: false,
  freeOutputs: false,
  configurationOptional: false,
  ...declared,
})
