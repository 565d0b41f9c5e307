import type { Json, JsonObject } from '../../lib/json.ts'
import type { CallOptions } from './call-options.ts'

/** One call of a function. */
export interface FunctionCall {
  /** As the flow writes it, perhaps with a qualifier. */
  readonly functionArn: string
  readonly event: JsonObject
}

export interface FunctionAnswer {
  /** The other side's id of the call, or one drawn here. */
  readonly requestId: string
  readonly value: Json
}

/** Invokes functions and waits for what they return. */
export interface FunctionInvoker {
  /** @throws NodeError - what the flow's author can act on: no such function, one that fails, takes too long or answers too much. */
  invoke(call: FunctionCall, options: CallOptions): Promise<FunctionAnswer>
}
