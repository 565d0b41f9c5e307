/** Time, handed in so that tests and simulations own it. */
export interface Clock {
  /** Milliseconds since the epoch, UTC, an integer. May jump backwards. */
  now(): number
  /** Milliseconds with a fraction from an arbitrary start; never goes backwards. For durations only. */
  monotonic(): number
  /** Calls `fire` once after `delayMs` (clamped to 2^31-1). Does not keep the process alive. */
  timer(delayMs: number, fire: () => void): Timer
}

export interface Timer {
  cancel(): void
}

const longestDelayMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer(delayMs, fire) {
    const handle = setTimeout(fire, Math.min(Math.max(delayMs, 0), longestDelayMs))
    handle.unref()
    return { cancel: () => clearTimeout(handle) }
  },
}

/** What has come in while the program was busy is heard before it is late. */
const hearMs = 100

/** Calls `fire` once after `delayMs`, which are longer, unless it is cancelled by what came in before, however busy the program was. */
export const patience = (clock: Clock, delayMs: number, fire: () => void): Timer => {
  let timer = clock.timer(delayMs - hearMs, () => {
    timer = clock.timer(hearMs, fire)
  })
  return { cancel: () => timer.cancel() }
}

/** Resolves after `delayMs`, or rejects with the signal's reason as soon as it aborts. */
export const sleep = (clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      timer.cancel()
      reject(signal.reason)
    }
    const timer = clock.timer(delayMs, () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
