/**
 * `npm run simulate -- --seed N --runs M`: the engine in a world that is drawn from N, then from N + 1, and so on.
 * `npm run simulate -- --planted 1000`: defects are planted, and each must be found within so many seeds.
 */
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { findPlanted } from './find-planted.ts'
import { plantedFaults } from './planted-faults.ts'
import { runSeed } from './run-seed.ts'
import { Seen } from './seen.ts'
import { shrink } from './shrink.ts'
import type { Violation } from './violation.ts'

/** From here on every kind of thing must have happened. */
const manyRuns = 200
const toldEvery = 500
const shrinkMs = 60_000
const mostFailures = 3

const { seed: first, runs, planted } = wholeNumbers({ seed: 1, runs: 1_000, planted: 0 })

const explain = async (seed: number, violation: Violation): Promise<void> => {
  console.error(`Seed ${seed}: ${violation.message}`)
  const smaller = await shrink(seed, violation, shrinkMs)
  if (smaller) {
    console.error(`Its shrunken scenario:\n${JSON.stringify(smaller.scenario)}`)
    console.error(`What happened in it:\n${smaller.run.trace.join('\n')}\n${smaller.run.violation?.message ?? ''}`)
  }
  console.error(`To repeat it: npm run simulate -- --seed ${seed} --runs 1`)
}

const simulate = async (): Promise<void> => {
  const began = performance.now()
  const seen = new Seen()
  let failures = 0
  for (let seed = first; seed < first + runs && failures < mostFailures; seed++) {
    const run = await runSeed(seed)
    seen.add(run.seen)
    if ((seed - first + 1) % toldEvery === 0) console.error(`${(seed - first + 1).toLocaleString('en')} seeds`)
    if (!run.violation) continue
    failures++
    await explain(seed, run.violation)
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  if (failures > 0) console.error(`${failures} seeds failed in ${seconds} s.`)
  else console.log(`${runs.toLocaleString('en')} seeds: ${seen.toString()}; nothing lost, doubled or undone, in ${seconds} s.`)
  const { missing } = seen
  if (failures === 0 && runs >= manyRuns && missing.length > 0) console.error(`Never happened: ${missing.join(', ')}.`)
  if (failures > 0 || (runs >= manyRuns && missing.length > 0)) process.exitCode = 1
}

const findAllPlanted = async (): Promise<void> => {
  for (const fault of plantedFaults) {
    const found = await findPlanted(fault, planted)
    if (found) console.log(`${fault.name}: found by seed ${found.seed}: ${found.violation.check}`)
    else {
      console.error(`${fault.name}: not found by ${planted} seeds`)
      process.exitCode = 1
    }
  }
}

await (planted > 0 ? findAllPlanted() : simulate())
