import fc from 'fast-check'
import { races, steps } from './draw.ts'
import type { Step } from './draw.ts'
import type { Answered } from './explain.ts'
import type { Real } from './real.ts'
import { runSequence } from './run-sequence.ts'

const holds = (drawn: fc.Arbitrary<readonly Step[]>) => (real: Real, told: (made: readonly Answered[]) => void) =>
  fc.asyncProperty(drawn, async (sequence) => told(await runSequence(real, sequence)))

/** What must hold of the operations, by what it is called. `told` is handed the calls of each run. */
export const properties = {
  'operations one after the other are answered as the model answers them': holds(steps),
  'operations that race are answered as the model answers them in some order': holds(races),
} as const
