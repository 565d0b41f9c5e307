import type { StoredEvent } from './event.ts'
import type { EventLog } from './event-log.ts'
import type { Hub } from './hub.ts'
import type { Told } from './progress.ts'

const pageEvents = 256

/**
 * All events of an execution after a sequence number, first from the log, then as they are published, each exactly once
 * and in order; ends after `ended`.
 *
 * 17. Only last + 1 is handed out: a higher number is a hint to read the log from there, a lower one is dropped.
 * @throws the signal's reason once it aborts.
 */
export const follow = async function* (executionArn: string, following: Following): AsyncGenerator<StoredEvent, void> {
  for await (const told of followLive(executionArn, following)) if (told.type !== 'progress') yield told
}

/** The same, and between the events what models say in the meantime, if that is asked for. */
export const followLive = async function* (
  executionArn: string,
  { log, hub, after, signal, progress = false }: Following & { readonly progress?: boolean },
): AsyncGenerator<Told, void> {
  using inbox = hub.subscribe(executionArn, { progress })
  const [known] = after > 0 ? await log.read(executionArn, { after: after - 1, limit: 1 }) : []
  if (known?.type === 'ended') return
  let last = known?.sequence ?? 0
  for (;;) {
    let page: readonly StoredEvent[]
    do {
      page = await log.read(executionArn, { after: last, limit: pageEvents })
      for (const event of page) {
        signal.throwIfAborted()
        last = event.sequence
        yield event
        if (event.type === 'ended') return
      }
    } while (page.length > 0)
    let gap = false
    while (!gap) {
      const published = await inbox.take(signal)
      gap = published.length === 0
      for (const event of published) {
        if (event.type === 'progress') {
          yield event
          continue
        }
        if (event.sequence <= last) continue
        gap = event.sequence > last + 1
        if (gap) break
        last = event.sequence
        yield event
        if (event.type === 'ended') return
      }
    }
  }
}

export interface Following {
  readonly log: Pick<EventLog, 'read'>
  readonly hub: Hub
  /** The sequence number of the last event that the caller has; 0, or a number that no event has yet, for none. */
  readonly after: number
  readonly signal: AbortSignal
}
