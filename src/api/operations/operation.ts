import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts'
import type { CompiledFlows } from '../../engine/compiled-flows.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ExecutionKind, ExecutionLimits } from '../../engine/event.ts'
import type { EventLog } from '../../engine/event-log.ts'
import type { Executions } from '../../engine/executions.ts'
import type { Compatibility } from '../../flow/quota-faults.ts'
import type { Ids } from '../../lib/ids.ts'
import type { Partition } from '../../store/partition.ts'
import type { PartitionResources } from '../../store/resources.ts'
import type { Principal } from '../auth/principal.ts'
import type { IsAllowed } from '../policy/is-allowed.ts'
import type { Quotas } from '../configuration.ts'

/** Who calls, as the request's Authorization says. */
export interface Caller extends Partition {
  readonly accessKeyId: string
  /** Absent while signatures are not verified. */
  readonly principal?: Principal
}

/** What an operation may use. `resources` is already bound to the caller's account and region. */
export interface OperationContext {
  readonly caller: Caller
  readonly resources: PartitionResources
  readonly executions: Executions
  readonly eventLog: EventLog
  readonly engine: Engine
  readonly flows: CompiledFlows
  readonly ids: Ids
  /** Of every execution that is started, by its kind. */
  readonly limits: Readonly<Record<ExecutionKind, ExecutionLimits>>
  readonly quotas: Quotas
  readonly compatibility: Compatibility
  /** What the configuration declares in the caller's account and region: the alias that a flow has there, by the flow's id. */
  readonly declared: ReadonlyMap<string, string | undefined>
  /** Whether the caller may also do something else, an action behind `bedrock:` on an ARN. Left out: nothing is asked. */
  readonly isAllowed?: IsAllowed
  /** The same in all tries of one call of an SDK, if it says so (`amz-sdk-invocation-id`). */
  readonly invocationId?: string
}

/** How one operation is answered. Its input has passed the contract's validation. */
export interface Operation<Input, Output> {
  readonly handle: (input: Input, context: OperationContext) => Promise<Output>
}

/** Declares how an operation of AWS's API is answered. */
export const operation = <Name extends OperationName>(
  _name: Name,
  handle: (input: OperationInput<Name>, context: OperationContext) => Promise<OperationOutput<Name>>,
): Operation<OperationInput<Name>, OperationOutput<Name>> => ({ handle })
