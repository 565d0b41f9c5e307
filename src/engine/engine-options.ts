import type { Capabilities } from '../flow/nodes/node-type.ts'
import type { Clock } from '../lib/clock.ts'
import type { CompiledFlows } from './compiled-flows.ts'
import type { EventLog, StorageUnavailable } from './event-log.ts'
import type { Executions } from './executions.ts'
import type { Owner } from './owner.ts'

export interface EngineOptions {
  readonly log: EventLog
  readonly executions: Executions
  readonly flows: CompiledFlows
  readonly capabilities: Capabilities
  readonly clock: Clock
  /** From 0 up to 1: the jitter of retries. */
  readonly random: () => number
  readonly owner: Owner
  /** At how many events a batch closes. @defaultValue 256 */
  readonly batchEvents?: number | undefined
  /** Whether an execution of kind `invoke` goes on when its caller, or the process, has gone. @defaultValue false */
  readonly invokeOutlivesCaller?: boolean
  /** Why the storage has refused for a while: starts are refused at once then, and wait for nothing. @defaultValue never */
  readonly refusal?: () => StorageUnavailable | undefined
  /**
   * Whether there is memory to take one more execution up again. What an earlier process left is taken up one after the other, each when
   * there is, or when nothing runs whose end could make some. @defaultValue always
   */
  readonly hasRoom?: () => boolean
  readonly report: EngineReport
}

/** What whoever runs the engine wants to know. */
export interface EngineReport {
  /** A bug. It ended the execution, if it is one's. */
  bug(error: unknown, executionArn?: string): void
  storageUnavailable(error: StorageUnavailable): void
}
