import type { CallOptions } from '../../flow/capabilities/call-options.ts'

type Turn = Pick<CallOptions, 'executionArn' | 'signal' | 'onQueued'>

/**
 * Slots with a queue that is fair between executions: a thousand calls of one delay the first call of another by one
 * call only. Every operation takes constant time, whatever waits. Invariant 9: who aborts leaves the queue at once.
 */
export class Slots {
  #free: number
  readonly #waiting = new Map<string, Queue<() => void>>()
  /** The executions that wait, in the order of their turns. */
  readonly #turns = new Queue<string>()

  constructor(maxConcurrency: number) {
    this.#free = maxConcurrency
  }

  /** Runs `call` with a slot of its own. Rejects with the signal's reason when that fires before there is one. */
  async with<T>(turn: Turn, call: () => Promise<T>): Promise<T> {
    await this.acquire(turn)
    try {
      // A slot handed over in the same moment as the stop must not become a call.
      turn.signal.throwIfAborted()
      return await call()
    } finally {
      this.release()
    }
  }

  /** Resolves with a slot, which the caller gives back by `release`, or rejects with the signal's reason without one. */
  async acquire({ executionArn, signal, onQueued }: Turn): Promise<void> {
    signal.throwIfAborted()
    if (this.#free > 0) {
      this.#free--
      return
    }
    onQueued(true)
    await this.#turn(executionArn, signal)
    onQueued(false)
  }

  /** Gives a slot back: to whose turn it is, or to the free ones. */
  release(): void {
    const executionArn = this.#turns.take()
    if (executionArn === undefined) {
      this.#free++
      return
    }
    const queue = this.#waiting.get(executionArn)
    const start = queue?.take()
    if (queue?.size === 0) this.#waiting.delete(executionArn)
    else this.#turns.add(executionArn)
    start?.()
  }

  #turn(executionArn: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#leave(executionArn, start)
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#enter(executionArn, start)
    })
  }

  #enter(executionArn: string, start: () => void): void {
    const queue = this.#waiting.get(executionArn) ?? new Queue()
    if (queue.size === 0) {
      this.#waiting.set(executionArn, queue)
      this.#turns.add(executionArn)
    }
    queue.add(start)
  }

  #leave(executionArn: string, start: () => void): void {
    const queue = this.#waiting.get(executionArn)
    queue?.delete(start)
    if (queue?.size !== 0) return
    this.#waiting.delete(executionArn)
    this.#turns.delete(executionArn)
  }
}

/** First in, first out, and out of turn, each in constant time. */
class Queue<Item> {
  readonly #items = new Set<Item>()
  /** One for life: a new iterator would pass over every removed item again. */
  readonly #inOrder = this.#items.values()

  get size(): number {
    return this.#items.size
  }

  add(item: Item): void {
    this.#items.add(item)
  }

  delete(item: Item): void {
    this.#items.delete(item)
  }

  take(): Item | undefined {
    // An iterator that was asked once too often stays at its end for ever.
    if (this.#items.size === 0) return undefined
    const item = this.#inOrder.next().value
    if (item !== undefined) this.#items.delete(item)
    return item
  }
}
