import { StorageUnavailable } from '../../engine/event-log.ts'
import type { Clock, Timer } from '../../lib/clock.ts'

const tickMs = 1_000
/** A commit that takes longer is a storage that does not answer. */
const silentMs = 4_000
/** Whoever asks for a write waits so long for the trouble to pass; then there is no use in waiting. */
const passingMs = 4_000

/** Whether the storage takes writes, as the last commit says; while it does not, and nobody else writes, a probe is written once a second. */
export class StorageHealth implements Disposable {
  readonly #clock: Clock
  readonly #probe: () => Promise<void>
  #timer: Timer | undefined
  #refusal: StorageUnavailable | undefined
  /** Both on the monotonic clock. */
  #refusedSince = 0
  #waitingSince: number | undefined

  constructor({ clock, probe }: { readonly clock: Clock; readonly probe: () => Promise<void> }) {
    this.#clock = clock
    this.#probe = probe
  }

  /** Why nothing is written at present. */
  get refusal(): StorageUnavailable | undefined {
    const waits = this.#waitingSince !== undefined && this.#clock.monotonic() - this.#waitingSince >= silentMs
    return waits ? silent() : this.#refusal
  }

  /** The same, of a trouble that does not pass. */
  get lastingRefusal(): StorageUnavailable | undefined {
    const lasts = this.#refusal !== undefined && this.#clock.monotonic() - this.#refusedSince >= passingMs
    const { refusal } = this
    return lasts || refusal?.reason === 'silent' ? refusal : undefined
  }

  /** Something is on its way to the writer. */
  sent(): void {
    this.#waitingSince ??= this.#clock.monotonic()
  }

  /** The writer has answered a group; `waiting`: others are on their way. */
  answered(failure: StorageUnavailable | undefined, waiting: boolean): void {
    this.#waitingSince = waiting ? this.#clock.monotonic() : undefined
    if (failure && !this.#refusal) this.#refusedSince = this.#clock.monotonic()
    this.#refusal = failure
    // What is damaged stays so until the next start.
    if (failure && failure.reason !== 'corrupt') this.#timer ??= this.#clock.timer(tickMs, () => this.#tick())
  }

  #tick(): void {
    this.#timer = undefined
    if (!this.#refusal) return
    if (this.#waitingSince !== undefined) this.#timer = this.#clock.timer(tickMs, () => this.#tick())
    // Its answer tells, like any other's.
    else this.#probe().catch(() => {})
  }

  [Symbol.dispose](): void {
    this.#refusal = undefined
    this.#timer?.cancel()
  }
}

const silent = (): StorageUnavailable => new StorageUnavailable('The storage does not answer.', { reason: 'silent' })
