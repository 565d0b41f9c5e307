import { bareRows } from './bare-rows.ts'
import { echoEngine } from './echo-engine.ts'
import { echoFlow } from './echo-flow.ts'
import type { Figure } from './ratio.ts'
import { inTurns } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** What an event of this flow weighs in the log, at the mean. */
const body = 'x'.repeat(150)
const pieceRows = 8_192

/** Durable executions of Input -> Prompt (echo) -> Output through the engine, 500 in flight, everything on. */
export const benchEngine = async function* ({ executions = 1_000, inFlight = 500, rounds = 15 } = {}): AsyncGenerator<Figure> {
  await using directory = await temporaryDirectory()
  using bare = bareRows(directory.path, body)
  await using world = await echoEngine(directory.path, echoFlow)

  const round = async (count: number): Promise<number> => {
    let left = count
    const client = async (): Promise<void> => {
      while (left-- > 0) await world.run('Say this back, word for word.')
    }
    const before = world.events()
    await Promise.all(Array.from({ length: inFlight }, client))
    return world.events() - before
  }
  await round(2 * inFlight)
  const perExecution = world.events() / (2 * inFlight)
  const { baseline, measured } = await inTurns(
    rounds,
    () => {
      bare.write(pieceRows)
      return pieceRows
    },
    () => round(executions),
  )
  yield* [
    {
      name: `events of executions through the engine, ${inFlight} in flight`,
      unit: 'events/s',
      measured,
      baseline: { name: 'bare rows/s', value: baseline },
      target: '40 %',
    },
    { name: 'the same in executions', unit: 'executions/s', measured: measured / perExecution },
  ]
}
