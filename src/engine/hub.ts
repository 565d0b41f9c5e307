import type { StoredEvent } from './event.ts'
import type { Progress, Told } from './progress.ts'
import { storedSize } from './size.ts'

const longestBacklog = 1024
/** In about UTF-16 units: values may be megabytes each, and a follower may take nothing at all. */
const largestBacklog = 1024 * 1024

/**
 * Tells followers in this process what was appended. It keeps nothing for an execution that nobody follows, and drops what
 * a follower does not take in time: the log has it (invariant 17).
 */
export class Hub {
  readonly #inboxes = new Map<string, Set<Inbox>>()

  publish(executionArn: string, events: readonly StoredEvent[]): void {
    const inboxes = this.#inboxes.get(executionArn)
    if (!inboxes) return
    const size = events.reduce((sum, event) => sum + storedSize(event), 0)
    for (const inbox of inboxes) inbox.put(events, size)
  }

  /** Something is in the log that is not told here. */
  hint(executionArn: string): void {
    this.publish(executionArn, [])
  }

  /** Tells what a model says, to those who want to hear it. */
  progress(executionArn: string, said: Progress): void {
    for (const inbox of this.#inboxes.get(executionArn) ?? []) inbox.hear(said)
  }

  /** @param options.progress - also what models say. */
  subscribe(executionArn: string, { progress = false } = {}): Inbox & Disposable {
    const inboxes = this.#inboxes.get(executionArn) ?? new Set()
    this.#inboxes.set(executionArn, inboxes)
    const leave = (): void => {
      inboxes.delete(inbox)
      if (inboxes.size === 0) this.#inboxes.delete(executionArn)
    }
    const inbox = new Inbox(leave, progress)
    inboxes.add(inbox)
    return inbox
  }
}

/** What was published since it was last emptied. Nothing in it may mean that the log has more. */
export class Inbox implements Disposable {
  readonly #leave: () => void
  readonly #progress: boolean
  #told: Told[] = []
  /** Of what is in it. */
  #size = 0
  /** Only the log has all. Outlives what is published after it: that may be older than what was hinted at. */
  #missed = false
  #any = false
  #wake: (() => void) | undefined

  constructor(leave: () => void, progress: boolean) {
    this.#leave = leave
    this.#progress = progress
  }

  put(events: readonly StoredEvent[], size: number): void {
    this.#any = true
    this.#size += size
    const tooMuch = this.#told.length + events.length > longestBacklog || this.#size > largestBacklog
    if (events.length === 0 || tooMuch) this.#missed = true
    if (this.#missed) this.#told = []
    else this.#told.push(...events)
    this.#wake?.()
  }

  /** What is said while nobody takes it is not kept. */
  hear(said: Progress): void {
    if (!this.#progress || this.#missed || this.#told.length >= longestBacklog / 2 || this.#size >= largestBacklog / 2) return
    this.#any = true
    this.#size += said.text.length
    this.#told.push(said)
    this.#wake?.()
  }

  /** Waits until something was published, then hands it over. @throws the signal's reason */
  async take(signal: AbortSignal): Promise<readonly Told[]> {
    while (!this.#any) {
      signal.throwIfAborted()
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const stop = (): void => resolve()
      signal.addEventListener('abort', stop, { once: true })
      await promise
      signal.removeEventListener('abort', stop)
      signal.throwIfAborted()
    }
    const told = this.#told
    this.#told = []
    this.#size = 0
    this.#missed = false
    this.#any = false
    return told
  }

  [Symbol.dispose](): void {
    this.#leave()
  }
}
