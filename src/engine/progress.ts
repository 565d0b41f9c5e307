import type { StoredEvent, Visit } from './event.ts'

/** What a model is saying right now. Told to who listens and never kept: the log has the whole answer (invariant 17). */
export interface Progress extends Visit {
  readonly type: 'progress'
  readonly text: string
}

/** What a follower of a running execution may be told. */
export type Told = StoredEvent | Progress
