import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { eventOf } from '../../src/store/sqlite/event-row.ts'
import { factsIn } from '../engine/facts.ts'
import { interpret } from '../engine/interpreter.ts'
import { orderFaults } from '../engine/order.ts'
import type { Fired } from './load.ts'

/**
 * Every log that does not say what an interpreter of its definition says, or not in the order that the definition asks for, as
 * sentences. The models say back what they are asked.
 */
export const faultyRuns = (dataDir: string, told: readonly Fired[], atOnce: number): readonly string[] => {
  using database = new DatabaseSync(join(dataDir, 'sluice.db'), { readOnly: true })
  const eventsOf = database.prepare('select events.* from executions join events on execution = id where arn = ? order by sequence')
  return told.flatMap(({ executionArn, definition, document, end }) => {
    const events = eventsOf.all(executionArn).map(eventOf)
    const { facts, failing } = interpret(definition, document, (prompt) => prompt)
    const found = factsIn(events)
    const strange = found.find((fact) => !facts.has(fact))
    const failure = events.find((event) => event.type === 'nodeFailure')
    return [
      ...orderFaults(definition, events, atOnce),
      ...(strange === undefined ? [] : [`it has ${strange}`]),
      ...(end?.status === 'Succeeded' && found.length !== facts.size ? [`it has ${found.length} facts of ${facts.size}`] : []),
      ...(failure && failing.size === 0 ? [`it failed: ${failure.message}`] : []),
    ].map((fault) => `${executionArn}: ${fault}`)
  })
}

/** How many visits in elements and iterations were under way when the server was killed. */
export const cutInside = (dataDir: string): number => {
  using database = new DatabaseSync(join(dataDir, 'sluice.db'), { readOnly: true })
  const [row] = database.prepare(`select count(*) as count from events where type = 'attempt' and path <> ''`).all()
  return Number(row?.['count'])
}
