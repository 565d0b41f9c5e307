/** `npm run storm -- --executions N`: half of N streaming executions are stopped, exactly those end, and then the other half. */
import { percentile } from '../../bench/ratio.ts'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import type { StormExecution, TimedStop } from './storm.ts'
import { faultsOf, startStorm, stopAll } from './storm.ts'

const { executions: count } = wholeNumbers({ executions: 1_000 })
const spreadMs = 10

const told = (name: string, stops: readonly TimedStop[]): string => {
  const spread = (values: readonly number[]): string => `${percentile(values, 50).toFixed(1)} / ${percentile(values, 99).toFixed(1)} ms`
  return `${name}: ${stops.length} stops, answered in ${spread(stops.map(({ answerMs }) => answerMs))}, sockets closed in ${spread(stops.map(({ socketMs }) => socketMs))} (p50 / p99)`
}

await using storm = await startStorm(count)
const { executions, models } = storm
console.log(`${count} executions stream.`)
const requests = models.requests()
const half = new Set<StormExecution>(executions.filter((_, index) => index % 2 === 0))
const stops = await stopAll(storm, [...half], spreadMs)
const faults = [...(await faultsOf(storm, { stopped: half, requests }))]
console.log(told(`One stop each ${spreadMs} ms`, stops))

const rest = executions.filter((execution) => !half.has(execution))
const atOnce = await stopAll(storm, rest)
faults.push(...(await faultsOf(storm, { stopped: new Set(executions), requests })))
console.log(told('The others at once', atOnce))

for (const fault of faults.slice(0, 20)) console.error(fault)
if (faults.length > 0) {
  console.error(`${faults.length} faults`)
  process.exitCode = 1
} else console.log(`Exactly the ${half.size} stopped ones were Aborted and cut, the others streamed on; then the ${rest.length} others.`)
