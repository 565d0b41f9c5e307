import type { Clock } from '../../src/lib/clock.ts'
import type { Chance } from './chance.ts'
import type { Life } from './life.ts'
import type { Scheduler } from './scheduler.ts'

const epoch = 1_700_000_000_000

/** The clock on the wall of a machine: somebody may set it. */
export interface Wall {
  offsetMs: number
}

/** A process's clock: timers fire up to two milliseconds late, and end with the process. */
export const simulatedClock = (life: Life, { scheduler, chance, wall }: { scheduler: Scheduler; chance: Chance; wall: Wall }): Clock => ({
  now: () => epoch + Math.floor(scheduler.elapsedMs) + wall.offsetMs,
  monotonic: () => scheduler.elapsedMs,
  timer: (delayMs, fire) => scheduler.after(delayMs + chance.between(0, 2), `${life.name}: a timer of ${delayMs} ms`, fire, life),
})
