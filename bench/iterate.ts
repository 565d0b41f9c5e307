import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { decide } from '../src/engine/decide.ts'
import type { EventPayload } from '../src/engine/event.ts'
import { evolve } from '../src/engine/evolve.ts'
import { newState } from '../src/engine/state.ts'
import type { CompiledFlow } from '../src/flow/compiler/compiled-flow.ts'
import type { Json } from '../src/lib/json.ts'
import { compiled } from '../test/definitions.ts'
import { started } from '../test/engine/pure-run.ts'
import { bareRows } from './bare-rows.ts'
import { benchLimits, echoEngine } from './echo-engine.ts'
import { asking, deciding, goesOn, passing, repeating } from './iterate-flows.ts'
import type { Figure } from './ratio.ts'
import { inTurns, percentile } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What an event of `asking` weighs in the log, at the mean. */
const body = 'x'.repeat(150)
const rounds = 3

/** What elements and iterations cost: to decide and fold, durably, and in memory. */
export const benchIterate = async function* (): AsyncGenerator<Figure> {
  yield* flat('event', [10, 1_000, 100_000], (events) => ({ definition: passing, document: words(events / 3) }))
  yield* flat('element', [10, 1_000, 10_000], (count) => ({ definition: deciding, document: words(count) }))
  yield* flat('iteration', [10, 1_000, 10_000], (count) => ({ definition: repeating(count), document: goesOn }))
  yield* rates()
  yield* memory()
}

const words = (count: number): readonly string[] => Array.from({ length: Math.round(count) }, (_, index) => `word ${index}`)

interface Work {
  readonly definition: FlowDefinition
  readonly document: Json
}
/** Microseconds of processor time to decide and fold, in small executions and in large ones, each size as often as makes the same work. */
const flat = function* (what: string, sizes: readonly number[], workOf: (size: number) => Work): Generator<Figure> {
  const most = Math.max(...sizes)
  const runs = sizes.map((size) => ({ size, ...workOf(size), us: [] as number[] }))
  for (let round = 0; round <= rounds; round++) {
    for (const { size, definition, document, us } of runs) {
      const flow = compiled(definition)
      collect()
      const begin = process.cpuUsage()
      for (let times = most / size; times > 0; times--) decideAll(flow, document)
      const { user, system } = process.cpuUsage(begin)
      // The first round compiles the code.
      if (round > 0) us.push((user + system) / most)
    }
  }
  const [least, ...others] = runs.map(({ size, us }) => ({ size, us: percentile(us, 50) }))
  for (const { size, us } of others)
    yield {
      name: `to decide and fold one ${what}, in an execution of ${size.toLocaleString('en')}`,
      unit: 'µs',
      measured: us,
      ...(least && { baseline: { name: `in one of ${least.size}`, value: least.us } }),
      target: 'flat within noise',
    }
}

/** As the run loop does it, but nothing is kept of an event that was folded. */
const decideAll = (flow: CompiledFlow, document: Json): void => {
  const state = newState()
  const fold = (events: readonly EventPayload[]): void => {
    for (const payload of events) evolve(flow, state, { ...payload, sequence: state.sequence + 1, at: 0 })
  }
  fold([
    { ...started, limits: benchLimits },
    { type: 'flowInput', node: flow.start.name, document },
  ])
  for (let command = decide(flow, state); command; command = decide(flow, state)) fold(command.events)
}

const elements = 10_000

/** One execution of 10,000 elements on disk, beside bare rows. */
const rates = async function* (): AsyncGenerator<Figure> {
  for (const { name, definition, atOnce, groupRows = 512 } of [
    { name: 'decided by a Condition', definition: deciding, atOnce: 1 },
    { name: 'decided by a Condition', definition: deciding, atOnce: 100 },
    { name: 'said back by the echo model', definition: asking, atOnce: 100 },
    { name: 'said back by the echo model', definition: asking, atOnce: 1 },
    // Each element is on disk before its model is asked: five rows are a commit.
    { name: 'said back by the echo model', definition: asking, atOnce: 1, groupRows: 5 },
  ]) {
    await using directory = await temporaryDirectory()
    using bare = bareRows(directory.path, body, groupRows)
    await using world = await echoEngine(directory.path, definition, { iteratorConcurrency: atOnce })
    const document = words(elements)
    const round = async (): Promise<number> => {
      const before = world.events()
      await world.run(document)
      return world.events() - before
    }
    await round()
    const bareRound = (): number => {
      const rows = 16 * groupRows
      bare.write(rows)
      return rows
    }
    const { baseline, measured } = await inTurns(rounds, bareRound, round)
    yield {
      name: `events of one execution of ${elements.toLocaleString('en')} elements, ${atOnce} at once, ${name}`,
      unit: 'events/s',
      measured,
      baseline: { name: `bare rows/s, ${groupRows} to a commit`, value: baseline },
      target: '40 %',
    }
  }
}

const manyElements = 100_000

/** The live heap of one execution while 100,000 elements pass, and what its summary costs then. */
const memory = async function* (): AsyncGenerator<Figure> {
  await using directory = await temporaryDirectory()
  const seen: { readonly events: number; readonly bytes: number }[] = []
  const every = (3 * manyElements) / 5
  let base = 0
  await using world = await echoEngine(directory.path, passing, {
    iteratorConcurrency: 1,
    onAppend(events) {
      if (events < (seen.length + 1) * every * 0.99) return
      collect()
      seen.push({ events, bytes: process.memoryUsage().heapUsed - base })
    },
  })
  const document = words(manyElements)
  collect()
  base = process.memoryUsage().heapUsed
  const executionArn = await world.run(document)
  for (const { events, bytes } of seen)
    yield {
      name: `live heap after ${Math.round(events / 3).toLocaleString('en')} of 100,000 elements, 1 at once`,
      unit: 'MB',
      measured: bytes / 2 ** 20,
      target: 'flat',
    }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const first = await milliseconds(() => world.executions.summary(executionArn))
  delay.disable()
  const again = await milliseconds(() => world.executions.summary(executionArn))
  yield* [
    { name: 'summary of that execution, asked for the first time', unit: 'ms', measured: first },
    { name: 'the longest that this held up the event loop', unit: 'ms', measured: delay.max / 1e6 },
    { name: 'the summary, asked for again', unit: 'ms', measured: again },
  ]
}

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
