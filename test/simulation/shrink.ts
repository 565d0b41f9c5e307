import fc from 'fast-check'
import type { Run } from './run-scenario.ts'
import { runScenario } from './run-scenario.ts'
import { drawing } from './run-seed.ts'
import type { Scenario } from './scenario.ts'
import { scenario } from './scenario.ts'
import type { Violation } from './violation.ts'

export interface Shrunken {
  readonly scenario: Scenario
  readonly run: Run
}

/** A smaller scenario that violates the same check: fewer nodes, clients and faults. Looks for `mostMs` at most. */
export const shrink = async (seed: number, { check }: Violation, mostMs: number): Promise<Shrunken | undefined> => {
  let smallest: Shrunken | undefined
  const holds = fc.asyncProperty(scenario, async (smaller) => {
    const run = await runScenario(smaller)
    if (run.violation?.check !== check) return true
    smallest = { scenario: smaller, run }
    return false
  })
  await fc.check(holds, { ...drawing, seed, interruptAfterTimeLimit: mostMs, markInterruptAsFailure: true })
  return smallest
}
