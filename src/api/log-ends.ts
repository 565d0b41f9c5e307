import type { Logger } from 'pino'
import type { ExecutionEvent } from '../engine/event.ts'
import type { EventLog } from '../engine/event-log.ts'

/**
 * The event log, which also writes one line for each execution that ended: its status, and of a failure the node and the
 * code. Never a message, which may show what a flow works on.
 */
export const logEnds = (log: EventLog, logger: Pick<Logger, 'info'>): EventLog => {
  const note = (executionArn: string, events: readonly ExecutionEvent[]): void => {
    const last = events.at(-1)
    if (last?.type !== 'ended') return
    const failure = events.findLast((event) => event.type === 'nodeFailure')
    logger.info({ executionArn, status: last.status, ...(failure && { node: failure.node, code: failure.code }) }, 'execution ended')
  }
  return {
    read: (executionArn, from) => log.read(executionArn, from),
    definition: (hash) => log.definition(hash),
    takeOver: (owner, limit) => log.takeOver(owner, limit),
    due: (now, limit) => log.due(now, limit),
    release: (owner) => log.release(owner),
    async create(start, first, owner) {
      const created = await log.create(start, first, owner)
      if ('lease' in created && !('existing' in created)) note(start.executionArn, first)
      return created
    },
    async append(lease, after, events) {
      await log.append(lease, after, events)
      note(lease.executionArn, events)
    },
    async interrupt(executionArn, end) {
      const interrupted = await log.interrupt(executionArn, end)
      if (interrupted?.was === 'Running') logger.info({ executionArn, status: end.status, cause: end.cause }, 'execution ended')
      return interrupted
    },
  }
}
