import type { RunningExecution } from './running-execution.ts'

/** Starts under way by ARN: a stop's acknowledgement may be heard before the start's own (invariant 9). */
export class Openings {
  readonly #openings = new Map<string, Set<RunningExecution>>()

  open(running: RunningExecution): Disposable {
    const { executionArn } = running
    const openings = this.#openings.get(executionArn) ?? new Set()
    this.#openings.set(executionArn, openings.add(running))
    const leave = (): void => {
      openings.delete(running)
      if (openings.size === 0) this.#openings.delete(executionArn)
    }
    return { [Symbol.dispose]: leave }
  }

  halt(executionArn: string, reason: Error): void {
    for (const opening of this.#openings.get(executionArn) ?? []) opening.halt(reason)
  }
}
