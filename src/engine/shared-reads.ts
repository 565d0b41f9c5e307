import type { StoredEvent } from './event.ts'
import type { EventLog } from './event-log.ts'

/**
 * A log whose readers share one read when they ask for the same at the same time, as the followers of one execution do when they
 * are all told that it has more. Nobody is given a read that had begun before: it may lack what its reader was told of.
 */
export const sharedReads = (log: Pick<EventLog, 'read'>): Pick<EventLog, 'read'> => {
  const asked = new Map<string, Promise<readonly StoredEvent[]>>()
  return {
    read(executionArn, query) {
      const { after, limit, eventType = '' } = query
      const key = `${after} ${limit} ${eventType} ${executionArn}`
      const known = asked.get(key)
      if (known) return known
      // Who is woken together asks together, within one turn of the queue of promises.
      const read = Promise.resolve().then(() => {
        asked.delete(key)
        return log.read(executionArn, query)
      })
      asked.set(key, read)
      return read
    },
  }
}
