import * as fc from 'fast-check'

type Properties = Readonly<Record<string, fc.IProperty<unknown[]>>>

/** Checks each property for its share of the time, says how often, and makes the process fail with what breaks one. */
export const checkProperties = (
  script: string,
  properties: Properties,
  { seed, seconds }: { readonly seed: number; readonly seconds: number },
): void => {
  const share = (1_000 * seconds) / Object.keys(properties).length
  for (const [name, property] of Object.entries(properties)) {
    const { failed, numRuns, counterexample, errorInstance } = fc.check<unknown[]>(property, {
      seed,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: share,
      maxSkipsPerRun: 0,
    })
    if (failed && counterexample !== null) {
      console.error(`${name}: ${JSON.stringify(counterexample)}`, errorInstance)
      console.error(`To repeat it: npm run ${script} -- --seed ${seed} --seconds ${seconds}`)
      process.exitCode = 1
    } else console.log(`${numRuns.toLocaleString('en')} ${name}: nothing found.`)
  }
}
