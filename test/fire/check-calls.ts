import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** One call as the model server has seen it. */
export interface ModelCall {
  readonly prompt: string
  /** Milliseconds UTC. */
  readonly at: number
}

/**
 * Every call that must not have been made, as sentences: one that began after its visit's output was written, or one more
 * than the visit has attempts. Each execution of `chain(2)` has a document of its own, which the model says back.
 */
export const faultyCalls = (dataDir: string, calls: readonly ModelCall[]): readonly string[] => {
  using database = new DatabaseSync(join(dataDir, 'sluice.db'), { readOnly: true })
  const visits = new Map<string, Visit>()
  for (const { document, node, attempts, done } of database.prepare(visitsOnDisk).all())
    visits.set(node === 'Ask0' ? `Ask0 ${String(document)}` : `Ask1 Ask0 ${String(document)}`, { attempts: Number(attempts), done })
  return [...Map.groupBy(calls, ({ prompt }) => prompt)].flatMap(([prompt, made]) => {
    const { attempts, done } = visits.get(prompt) ?? { attempts: 0, done: null }
    const late = made.filter(({ at }) => typeof done === 'number' && at > done)
    return [
      ...(made.length > attempts ? [`The model was asked ${made.length} times for ${prompt}, which has ${attempts} attempts`] : []),
      ...late.map(({ at }) => `The model was asked for ${prompt} at ${at}, after its answer was written at ${String(done)}`),
    ]
  })
}

interface Visit {
  readonly attempts: number
  /** When its output was written; `null`: it has none. */
  readonly done: unknown
}

const visitsOnDisk = `
  select json_extract(first.body, '$.document') as document, work.node as node,
    sum(work.type in ('nodeInput', 'attempt')) as attempts, max(work.at) filter (where work.type = 'nodeOutput') as done
  from events as first join events as work using (execution)
  where first.type = 'flowInput' and work.node in ('Ask0', 'Ask1') group by execution, work.node`
