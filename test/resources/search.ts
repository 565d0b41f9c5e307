/**
 * `npm run resources -- --seed N --runs M`: drawn operations against the model, M sequences and M races, from seed N on. A failure
 * says its seed and the smallest calls that show it.
 */
import fc from 'fast-check'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { handlers } from '../../src/api/operations/registry.ts'
import type { Answered } from './explain.ts'
import { model } from './explain.ts'
import { properties } from './properties.ts'
import { openReal } from './real.ts'

/** From here on every operation must have been answered, and have met what its documentation says of its refusals. */
const manyRuns = 200
const runsOfStore = 100

const { seed: first, runs: all } = wholeNumbers({ seed: 1, runs: 1_000 })

const search = async (): Promise<void> => {
  const began = performance.now()
  const met = new Map<string, number>()
  let calls = 0
  const told = (made: readonly Answered[]): void => {
    calls += made.length
    for (const { call, outcome } of made) {
      const key = `${call.operation} ${'output' in outcome ? 'answers' : outcome.exception}`
      met.set(key, (met.get(key) ?? 0) + 1)
    }
  }
  for (const [name, property] of Object.entries(properties)) {
    for (let done = 0, seed = first; done < all; done += runsOfStore, seed++) {
      await using real = await openReal()
      const numRuns = Math.min(runsOfStore, all - done)
      const found = await fc.check(property(real, told), { seed, numRuns })
      if (!found.failed) {
        console.error(`${name}: ${done + numRuns} runs, ${calls.toLocaleString('en')} calls in all`)
        continue
      }
      console.error(`${name}: not so with seed ${seed}. To repeat it: npm run resources -- --seed ${seed} --runs ${numRuns}`)
      console.error(await fc.asyncDefaultReportMessage(found))
      console.error(found.errorInstance)
      process.exitCode = 1
      return
    }
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(
    [...met]
      .map(([key, count]) => `${key}: ${count}`)
      .toSorted()
      .join('\n'),
  )
  console.log(`${calls.toLocaleString('en')} calls in 2 x ${all.toLocaleString('en')} runs, each explained, in ${seconds} s.`)
  const missing = wanted.filter((key) => !met.has(key))
  if (all < manyRuns || missing.length === 0) return
  console.error(`Never happened: ${missing.join(', ')}.`)
  process.exitCode = 1
}

const wanted: readonly string[] = [
  ...Object.keys(handlers).flatMap((name) => (name in model ? [`${name} answers`] : [])),
  ...['CreateFlow', 'CreateFlowVersion', 'CreateFlowAlias', 'CreatePrompt', 'CreatePromptVersion', 'StartFlowExecution'].flatMap((name) => [
    `${name} ServiceQuotaExceededException`,
    `${name} ConflictException`,
  ]),
  ...['PrepareFlow', 'UpdateFlowAlias', 'DeleteFlow', 'DeleteFlowVersion', 'DeleteFlowAlias'].map((name) => `${name} ConflictException`),
]

await search()
