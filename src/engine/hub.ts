import type { StoredEvent } from './event.ts'

const longestBacklog = 1024

/**
 * Tells followers in this process what was appended. It keeps nothing for an execution that nobody follows, and drops what
 * a follower does not take in time: the log has it (invariant 17).
 */
export class Hub {
  readonly #inboxes = new Map<string, Set<Inbox>>()

  publish(executionArn: string, events: readonly StoredEvent[]): void {
    for (const inbox of this.#inboxes.get(executionArn) ?? []) inbox.put(events)
  }

  /** Something is in the log that is not told here. */
  hint(executionArn: string): void {
    this.publish(executionArn, [])
  }

  subscribe(executionArn: string): Inbox & Disposable {
    const inboxes = this.#inboxes.get(executionArn) ?? new Set()
    this.#inboxes.set(executionArn, inboxes)
    const inbox = new Inbox(() => {
      inboxes.delete(inbox)
      if (inboxes.size === 0) this.#inboxes.delete(executionArn)
    })
    inboxes.add(inbox)
    return inbox
  }
}

/** What was published since it was last emptied. Nothing in it may mean that the log has more. */
export class Inbox implements Disposable {
  readonly #leave: () => void
  #events: StoredEvent[] = []
  /** Only the log has all. Outlives what is published after it: that may be older than what was hinted at. */
  #missed = false
  #told = false
  #wake: (() => void) | undefined

  constructor(leave: () => void) {
    this.#leave = leave
  }

  put(events: readonly StoredEvent[]): void {
    this.#told = true
    if (events.length === 0 || this.#events.length + events.length > longestBacklog) this.#missed = true
    if (this.#missed) this.#events = []
    else this.#events.push(...events)
    this.#wake?.()
  }

  /** Waits until something was published, then hands it over. @throws the signal's reason */
  async take(signal: AbortSignal): Promise<readonly StoredEvent[]> {
    while (!this.#told) {
      signal.throwIfAborted()
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const stop = (): void => resolve()
      signal.addEventListener('abort', stop, { once: true })
      await promise
      signal.removeEventListener('abort', stop)
      signal.throwIfAborted()
    }
    const events = this.#events
    this.#events = []
    this.#missed = false
    this.#told = false
    return events
  }

  [Symbol.dispose](): void {
    this.#leave()
  }
}
