import type * as Seeds from './run-seed.ts'
import { importPatched } from './patched-sources.ts'
import type { PlantedFault } from './planted-faults.ts'
import type { Violation } from './violation.ts'

export interface Found {
  readonly seed: number
  readonly violation: Violation
}

/** The first seed that shows the fault, or nothing. */
export const findPlanted = async ({ log, patches = [] }: PlantedFault, mostSeeds: number): Promise<Found | undefined> => {
  const { runSeed } = patches.length > 0 ? ((await importPatched('./run-seed.ts', patches)) as typeof Seeds) : await import('./run-seed.ts')
  for (let seed = 1; seed <= mostSeeds; seed++) {
    const { violation } = await runSeed(seed, log?.())
    if (violation) return { seed, violation }
  }
  return undefined
}
