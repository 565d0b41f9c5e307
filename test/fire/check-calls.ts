import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { NodeInput } from '../../src/engine/event.ts'

/** One call as the model server has seen it. */
export interface ModelCall {
  readonly prompt: string
  /** Milliseconds UTC. */
  readonly at: number
}

/**
 * Every call that must not have been made, as sentences: one that began after its visit's output was written, or one more
 * than the visit has attempts. A prompt says its node's name and its inputs, and no two visits have the same.
 */
export const faultyCalls = (dataDir: string, calls: readonly ModelCall[]): readonly string[] => {
  using database = new DatabaseSync(join(dataDir, 'sluice.db'), { readOnly: true })
  const visits = new Map<string, Visit>()
  for (const { node, asked, attempts, done } of database.prepare(visitsOnDisk).all()) {
    const { inputs }: Pick<NodeInput, 'inputs'> = JSON.parse(String(asked))
    const values = Object.values(inputs).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    visits.set([node, ...values].join(' '), { attempts: Number(attempts), done })
  }
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
  select node, max(body) filter (where type = 'nodeInput') as asked, sum(type in ('nodeInput', 'attempt')) as attempts,
    max(at) filter (where type = 'nodeOutput') as done
  from events where path is not null group by execution, path, node having asked is not null`
