import { getHeapStatistics } from 'node:v8'
import type { Clock } from '../../lib/clock.ts'
import { collectGarbage } from './collect-garbage.ts'

/**
 * The rest is for reading the largest request, and for what is still to be done. To take an execution up again takes twice its values:
 * what the request brought is read from the log, and then the same as the Input node's output. So does one whose caller follows it.
 */
const fullShares = { start: 0.6, invoke: 0.4, recovery: 0.4 }

/** What there may be room for. */
export type Occasion = keyof typeof fullShares

/** So much of what is used may be garbage before it is looked. */
const unknownShare = 0.1
/** Looking takes at most this share of the time otherwise. */
const lookShare = 0.1
const leastPauseMs = 1_000

export interface Heap {
  /** In bytes, garbage included. */
  used(): number
  readonly limitBytes: number
  /** Leaves what is needed. */
  collect(): void
}

/** Whether the heap has room for one more execution: an estimate, for what each will need is not known. */
export class HeapRoom {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #heap: Heap
  /** After the last look. */
  #neededBytes = 0
  #nextLookAt = -Infinity

  constructor(clock: Pick<Clock, 'monotonic'>, heap: Heap = v8Heap()) {
    this.#clock = clock
    this.#heap = heap
  }

  isFullFor(occasion: Occasion): boolean {
    const { limitBytes } = this.#heap
    const fullBytes = fullShares[occasion] * limitBytes
    const usedBytes = this.#heap.used()
    if (usedBytes <= fullBytes) return false
    const isUnknown = usedBytes - this.#neededBytes > unknownShare * limitBytes
    return isUnknown || this.#clock.monotonic() >= this.#nextLookAt ? this.#look() > fullBytes : true
  }

  #look(): number {
    const began = this.#clock.monotonic()
    this.#heap.collect()
    const ended = this.#clock.monotonic()
    this.#nextLookAt = ended + Math.max(leastPauseMs, (ended - began) / lookShare)
    return (this.#neededBytes = this.#heap.used())
  }
}

/** Of this process; its limit is V8's own, by the machine's memory or `--max-old-space-size`, for what stays. */
export const v8Heap = (): Heap => ({
  used: () => getHeapStatistics().used_heap_size,
  limitBytes: stayingBytes(getHeapStatistics().heap_size_limit),
  collect: collectGarbage,
})

/** Of a small heap the young objects take less than is assumed of them: half of it at least is for what stays. */
const stayingBytes = (limitBytes: number): number => Math.max(limitBytes - youngBytes(), limitBytes / 2)

/**
 * V8 counts the three semi-spaces of young objects in its limit and does not tell their size: that of Node, unless a flag says so,
 * which it rounds up to a power of two.
 */
const youngBytes = (): number => {
  const flags = [process.env['NODE_OPTIONS'], ...process.execArgv].join(' ')
  const [, megabytes = 64] = Array.from(flags.matchAll(/--max[-_]semi[-_]space[-_]size=(\d+)/g)).at(-1) ?? []
  return 3 * 2 ** Math.ceil(Math.log2(Number(megabytes) || 64)) * 1_048_576
}
