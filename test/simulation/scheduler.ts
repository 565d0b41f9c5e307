import type { Timer } from '../../src/lib/clock.ts'
import type { Chance } from './chance.ts'
import type { Life } from './life.ts'

interface Task {
  readonly dueAt: number
  readonly what: string
  /** What it ends with. */
  readonly life: Life | undefined
  readonly run: () => void
}

/**
 * All that waits in a simulated world, on a time of its own. The earliest goes first; of several at one moment, which one
 * is drawn. Nothing here knows the time of the day.
 */
export class Scheduler {
  readonly #chance: Chance
  readonly #tasks: Task[] = []
  readonly #trace: string[] = []
  #elapsedMs = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  get elapsedMs(): number {
    return this.#elapsedMs
  }

  /** What happened, one line each: the same for the same seed. */
  get trace(): readonly string[] {
    return this.#trace
  }

  /** What is still to happen. */
  get pending(): readonly string[] {
    return this.#tasks.map(({ what }) => what)
  }

  note(what: string): void {
    this.#trace.push(`${this.#elapsedMs} ${what}`)
  }

  after(delayMs: number, what: string, run: () => void, life?: Life): Timer {
    const task = { dueAt: this.#elapsedMs + Math.max(delayMs, 0), what, life, run }
    if (!life?.gone) this.#tasks.push(task)
    return { cancel: () => this.#remove(task) }
  }

  pause(delayMs: number, what: string): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, what, resolve))
  }

  /** What goes with `life` does not happen any more. */
  drop(life: Life): void {
    for (const task of this.#tasks.filter((one) => one.life === life)) this.#remove(task)
  }

  /** The next thing happens, and all that waits for nothing but promises. Answers whether there was one. */
  async step(): Promise<boolean> {
    const task = this.#next()
    if (task) {
      this.#remove(task)
      this.#elapsedMs = Math.max(this.#elapsedMs, task.dueAt)
      this.note(task.what)
      task.run()
    }
    await settled()
    return task !== undefined
  }

  #next(): Task | undefined {
    let dueAt = Infinity
    let due: Task[] = []
    for (const task of this.#tasks) {
      if (task.dueAt < dueAt) {
        ;({ dueAt } = task)
        due = [task]
      } else if (task.dueAt === dueAt) due.push(task)
    }
    return due.length > 1 ? this.#chance.oneOf(due) : due[0]
  }

  #remove(task: Task): void {
    const index = this.#tasks.indexOf(task)
    if (index >= 0) this.#tasks.splice(index, 1)
  }
}

/** One turn of the event loop: Node empties its queue of micro-tasks before, and nothing else is in it. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
