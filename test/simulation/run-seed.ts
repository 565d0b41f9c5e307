import fc from 'fast-check'
import type { MemoryEventLog } from '../memory-event-log.ts'
import type { Run } from './run-scenario.ts'
import { runScenario } from './run-scenario.ts'
import type { Scenario } from './scenario.ts'
import { scenario } from './scenario.ts'

/** The scenario that a seed draws, the same on every machine. */
export const scenarioOf = (seed: number): Scenario => {
  const [drawn] = fc.sample(scenario, { ...drawing, seed })
  if (!drawn) throw new Error(`Seed ${seed} draws nothing`)
  return drawn
}

export const drawing = { numRuns: 1, unbiased: true } as const

export const runSeed = (seed: number, log?: MemoryEventLog): Promise<Run> => runScenario(scenarioOf(seed), log)
