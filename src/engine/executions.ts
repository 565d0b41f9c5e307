import type { Ended, ExecutionKind, ExecutionStatus } from './event.ts'
import type { ExecutionIdentity } from './execution-identity.ts'
import type { Owner } from './owner.ts'
import type { StopProof } from './stop-proof.ts'

/** An execution as it is asked for. Times are milliseconds UTC. */
export interface Execution extends ExecutionIdentity {
  readonly status: ExecutionStatus
  readonly startedAt: number
  readonly endedAt?: number
  readonly deadline: number
  /** From the `ended` event. */
  readonly error?: NonNullable<Ended['error']>
  readonly cause?: string
}

/** Which executions a list shows: of one account and region, newest first. */
export interface ExecutionQuery {
  readonly account: string
  readonly region: string
  readonly flowId?: string
  readonly aliasId?: string
  readonly kind?: ExecutionKind
  readonly status?: ExecutionStatus
  readonly limit: number
  /** Where the last page ended, as its `next` said. */
  readonly after?: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Absent at the end. */
  readonly next?: string
}

/** Its size does not grow with the number of visits. */
export interface ExecutionSummary {
  /** In the order in which they began. */
  readonly nodes: readonly NodeSummary[]
  readonly usage: readonly ModelUsage[]
}

/** How many visits of one node are over, under way, failed. */
export interface NodeSummary {
  /** Its name; in the body of a Loop behind the Loop's: `Refine/Ask`. */
  readonly node: string
  readonly done: number
  readonly running: number
  readonly failed: number
  readonly retries: number
  /** Elements that an Iterator has put out, or that have arrived at a Collector. */
  readonly elements?: number
  /** All elements of the arrays that an Iterator was given. */
  readonly arraySize?: number
}

export interface ModelUsage {
  readonly modelId: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly totalTokens: number
}

/** What asking needs. One contract suite for every implementation. */
export interface Executions {
  get(executionArn: string): Promise<Execution | undefined>
  list(query: ExecutionQuery): Promise<Page<Execution>>
  saveProof(executionArn: string, proof: StopProof): Promise<void>
  proof(executionArn: string): Promise<StopProof | undefined>
  /** Open proofs whose owner is gone become complete, "ended with the process". Answers how many. */
  closeProofs(owner: Owner, limit: number): Promise<number>
  /** Costs what has happened since it was last asked for, not all that ever has. */
  summary(executionArn: string): Promise<ExecutionSummary>
  /**
   * One step of forgetting what ended before a time, by its kind: at once nobody finds it and its name is free, then its events
   * go, at most `rows` rows at a time. Answers how many rows it touched: 0 when nothing is left to do. Definitions go with the
   * last that may need them.
   */
  retire(endedBefore: Readonly<Record<ExecutionKind, number>>, rows: number): Promise<number>
}
