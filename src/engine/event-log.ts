import type { Ended, ExecutionEvent, ExecutionStatus, StoredEvent, TerminalStatus } from './event.ts'
import type { ExecutionIdentity } from './execution-identity.ts'
import type { Owner } from './owner.ts'
import type { VisitRelease } from './stop-proof.ts'

/** The right to append. A take-over raises the epoch; from then on the older lease appends nothing. */
export interface Lease {
  readonly executionArn: string
  readonly epoch: number
}

/** What was taken over. */
export interface TakenOver extends Lease {
  /** Its last owner let go in order. */
  readonly released: boolean
}

/** All that is known of an execution before its first event. */
export interface ExecutionStart extends ExecutionIdentity {
  /** Milliseconds UTC: the execution's limit. */
  readonly deadline: number
  /** The same in every try of one call of an SDK; known for an hour at least. */
  readonly startToken: string
  /** How many `async` executions of the account may be Running in the region, this one included. */
  readonly quota: number
}

export type Created =
  | { readonly lease: Lease }
  /** This start token's execution, with its lease while this owner holds it at the first epoch. */
  | { readonly existing: string; readonly lease?: Lease }
  | { readonly refused: 'name' | 'quota' | 'alias' }

/** How an execution is ended from outside its run loop. */
export interface End {
  readonly status: TerminalStatus
  readonly cause: string
  readonly error?: Ended['error']
  /** Milliseconds UTC: when it was asked for. */
  readonly at: number
  /** What was in flight then: the open proof names it, should the process die before it lets go. */
  readonly visits?: readonly VisitRelease[]
}

export type Interrupted =
  | { readonly was: 'Running'; readonly sequence: number; readonly endedAt: number }
  | { readonly was: TerminalStatus }
  /** No such execution. */
  | undefined

/** The lease is no longer good: stopped, timed out, or another driver. */
export class Fenced extends Error {
  override readonly name = 'Fenced'
  readonly epoch: number
  readonly status: ExecutionStatus
  /** What stands at the head of the log. */
  readonly last: StoredEvent

  constructor({ epoch, status, last }: { epoch: number; status: ExecutionStatus; last: StoredEvent }) {
    super(`Fenced: epoch ${epoch}, ${status}, head ${last.sequence}`)
    this.epoch = epoch
    this.status = status
    this.last = last
  }
}

/**
 * Why a storage takes no write: no room, a file system that is read-only, a lock that another process holds, no answer, a
 * database that is damaged, or anything else.
 */
export const storageTroubles = ['full', 'readOnly', 'locked', 'silent', 'corrupt', 'failed'] as const
export type StorageTrouble = (typeof storageTroubles)[number]

/** The storage refused, or nobody knows whether it took the write. Offering the same write again is safe. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
  readonly reason: StorageTrouble

  constructor(message: string, { reason = 'failed', cause }: { reason?: StorageTrouble; cause?: unknown } = {}) {
    super(message, { cause })
    this.reason = reason
  }
}

/** What running needs. One contract suite for every implementation. */
export interface EventLog {
  /**
   * One transaction: the alias still leads to this version and definition (DRAFT: Prepared), name free, quota kept; then
   * row, first events (from sequence 1) and owner.
   * @throws StorageUnavailable - the caller offers the same create, with the same start token, again.
   */
  create(start: ExecutionStart, first: readonly ExecutionEvent[], owner: Owner): Promise<Created>
  /**
   * All or nothing, on disk before it resolves; only while epoch, `after` = head and Running hold. The status follows
   * from the last event.
   * @throws Fenced - the lease is no longer good. @throws StorageUnavailable - unknown or refused.
   */
  append(lease: Lease, after: number, events: readonly ExecutionEvent[]): Promise<void>
  /** One compare-and-set on Running: writes `ended` at the next sequence, not before the last event's time, the status
   *  and an open proof in one transaction. */
  interrupt(executionArn: string, end: End): Promise<Interrupted>
  /** Events after `after`, in order. A page may end early (4 MiB), but has at least one event while there are more. */
  read(executionArn: string, from: { after: number; limit: number; eventType?: 'Flow' | 'Node' }): Promise<readonly StoredEvent[]>
  /** The definition's JSON text by its hash. */
  definition(hash: string): Promise<string>
  /** What nobody drives any more: epochs raised and committed; the engine then reads page by page.
   *  `again`: the outcome of an offer is unknown, so all that this owner took before is answered too, whatever the limit,
   *  at the epoch it has. A limit of 0 takes nothing. */
  takeOver(owner: Owner, page: { limit: number; again?: boolean }): Promise<readonly TakenOver[]>
  /** Running past their deadline, driven or parked. */
  due(now: number, limit: number): Promise<readonly string[]>
  /** Orderly shutdown: others may take over now. */
  release(owner: Owner): Promise<void>
}
