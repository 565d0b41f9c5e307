import type { NodeErrorCode } from '../flow/node-error.ts'
import type { NodeAction, Values } from '../flow/nodes/node-type.ts'
import type { Json } from '../lib/json.ts'

/** How an execution ended, once and for ever. */
export type TerminalStatus = 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted'
export type ExecutionStatus = 'Running' | TerminalStatus

/** `async`: StartFlowExecution. `invoke`: InvokeFlow. */
export type ExecutionKind = 'async' | 'invoke'

/** Where a node is visited: the scope's path (`''` is the root, else `Each:3/Refine:0`) and the node's name. */
export interface Visit {
  readonly node: string
  readonly path: string
}

/** The bounds of one execution, fixed when it starts. */
export interface ExecutionLimits {
  readonly executionMs: number
  readonly nodeMs: number
  readonly visits: number
  readonly events: number
  readonly valueBytes: number
  readonly executionBytes: number
  /** What one Collector may gather. */
  readonly collectedBytes: number
  /** How many elements of one Iterator may be under way at once. */
  readonly iteratorConcurrency: number
}

export interface Started {
  readonly type: 'started'
  /** The version of this vocabulary of events. */
  readonly format: 1
  readonly definitionHash: string
  readonly flowVersion: string
  readonly kind: ExecutionKind
  /** How many nodes may be at work at once; absent: all that are ready. */
  readonly maxConcurrency?: number
  readonly limits: ExecutionLimits
  readonly executionRoleArn: string
  readonly customerEncryptionKeyArn?: string
  readonly latency?: 'standard' | 'optimized'
  /** The access key that started it. */
  readonly caller: string
}

export interface FlowInput {
  readonly type: 'flowInput'
  readonly node: string
  readonly document: Json
}
export interface FlowOutput extends Visit {
  readonly type: 'flowOutput'
  readonly document: Json
}
export type FlowErrorCode = 'VALIDATION' | 'INTERNAL_SERVER' | 'NODE_EXECUTION_FAILED'
export interface FlowFailure {
  readonly type: 'flowFailure'
  readonly code: FlowErrorCode
  readonly message: string
}
export interface NodeInput extends Visit {
  readonly type: 'nodeInput'
  readonly inputs: Values
}
export interface NodeActionEvent extends Visit {
  readonly type: 'nodeAction'
  readonly action: NodeAction
}
export interface NodeOutput extends Visit {
  readonly type: 'nodeOutput'
  readonly outputs: Values
}
export interface ConditionResult extends Visit {
  readonly type: 'conditionResult'
  readonly condition: string
}
export interface NodeFailure extends Visit {
  readonly type: 'nodeFailure'
  readonly code: NodeErrorCode
  readonly message: string
}
/** A visit begins to work again in the next process that drives it. The first attempt is its `nodeInput`. */
export interface Recovery extends Visit {
  readonly type: 'attempt'
  /** From 2, retries included. */
  readonly number: number
  /** `recovered`: the process died. `resumed`: it let go in order. */
  readonly cause: 'recovered' | 'resumed'
}
/** A visit failed in a way that may pass, and works again. */
export interface Retry extends Visit {
  readonly type: 'attempt'
  /** From 2, recoveries included. */
  readonly number: number
  readonly cause: 'retry'
  /** Why the attempt before failed. */
  readonly error: { readonly code: NodeErrorCode; readonly message: string }
  /** Milliseconds UTC: it pauses until then. */
  readonly notBefore: number
}
export interface Ended {
  readonly type: 'ended'
  readonly status: TerminalStatus
  readonly error?: ExecutionError
  /** Why somebody ended it from outside: `stop`, `limit`, `bug`. */
  readonly cause?: string
}

/** What `GetFlowExecution` shows in `errors`. */
export interface ExecutionError {
  readonly nodeName?: string
  readonly error?: 'ExecutionTimedOut'
  readonly message: string
}

export type EventPayload =
  | Started
  | FlowInput
  | FlowOutput
  | FlowFailure
  | NodeInput
  | NodeActionEvent
  | NodeOutput
  | ConditionResult
  | NodeFailure
  | Recovery
  | Retry
  | Ended

/** One thing that happened in an execution. `at`: milliseconds UTC, never decreasing within an execution. */
export type ExecutionEvent = EventPayload & { readonly at: number }

/** An event in its place: `sequence` counts from 1 without gaps. */
export type StoredEvent = ExecutionEvent & { readonly sequence: number }

/**
 * Which list of `ListFlowExecutionEvents` shows an event, if any. Computed when it is appended, so that pages are full.
 * An empty `nodeInput` or `nodeOutput`, such as that of a Loop without outputs, is stored but not shown: AWS's shape wants at
 * least one field.
 */
export const eventTypeOf = (event: EventPayload): 'Flow' | 'Node' | null => {
  switch (event.type) {
    case 'flowInput':
    case 'flowOutput':
    case 'flowFailure':
      return 'Flow'
    case 'nodeInput':
      return Object.keys(event.inputs).length > 0 ? 'Node' : null
    case 'nodeOutput':
      return Object.keys(event.outputs).length > 0 ? 'Node' : null
    case 'nodeAction':
    case 'conditionResult':
    case 'nodeFailure':
      return 'Node'
    case 'started':
    case 'attempt':
    case 'ended':
      return null
  }
}
