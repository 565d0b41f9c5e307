import type { ExecutionEvent, TerminalStatus } from '../engine/event.ts'
import type { EventLog } from '../engine/event-log.ts'

/** How an execution ended, without any message: that may show what a flow works on. */
export interface ExecutionEnd {
  readonly executionArn: string
  readonly status: TerminalStatus
  /** Of an end from outside. */
  readonly cause?: string
  /** The node that failed, and its code. */
  readonly node?: string
  readonly code?: string
}

export interface ExecutionWatch {
  readonly onStart: () => void
  readonly onEnd: (end: ExecutionEnd) => void
}

/** The event log, which also tells of each execution that began and that ended, once it is durable. */
export const watchExecutions = (log: EventLog, { onStart, onEnd }: ExecutionWatch): EventLog => {
  const look = (executionArn: string, events: readonly ExecutionEvent[]): void => {
    const last = events.at(-1)
    if (last?.type !== 'ended') return
    const failure = events.findLast((event) => event.type === 'nodeFailure')
    onEnd({ executionArn, status: last.status, ...(failure && { node: failure.node, code: failure.code }) })
  }
  return {
    read: (executionArn, from) => log.read(executionArn, from),
    definition: (hash) => log.definition(hash),
    takeOver: (owner, page) => log.takeOver(owner, page),
    due: (now, limit) => log.due(now, limit),
    release: (owner) => log.release(owner),
    async create(start, first, owner) {
      const created = await log.create(start, first, owner)
      if ('lease' in created && !('existing' in created)) {
        onStart()
        look(start.executionArn, first)
      }
      return created
    },
    async append(lease, after, events) {
      await log.append(lease, after, events)
      look(lease.executionArn, events)
    },
    async interrupt(executionArn, end) {
      const interrupted = await log.interrupt(executionArn, end)
      if (interrupted?.was === 'Running') onEnd({ executionArn, status: end.status, cause: end.cause })
      return interrupted
    },
  }
}
