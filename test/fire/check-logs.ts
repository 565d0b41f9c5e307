import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Told } from './load.ts'

/**
 * Everything wrong with what is on disk, as sentences: every execution that a client was told of, and no other, has a gapless
 * log in which time never goes back, each visit has one output and `ended` is last, as its row and its clients say.
 */
export const faultsOnDisk = (dataDir: string, told: readonly Told[]): readonly string[] => {
  using database = new DatabaseSync(join(dataDir, 'sluice.db'), { readOnly: true })
  const faults: string[] = []
  const ask = (question: string, say: (row: Readonly<Record<string, unknown>>) => string): void => {
    for (const row of database.prepare(question).all()) faults.push(say(row))
  }
  ask(`select arn from executions where status = 'Running'`, ({ arn }) => `${String(arn)} is still Running`)
  ask(
    `select arn, count(*) as events, max(sequence) as head from executions left join events on execution = id group by id
     having events <> head or head is null or min(sequence) <> 1`,
    ({ arn, events, head }) => `The log of ${String(arn)} has ${String(events)} events and ends at ${String(head)}`,
  )
  ask(
    `select arn from executions where (select type from events where execution = id order by sequence desc limit 1) <> 'ended'
       or (select count(*) from events where execution = id and type = 'ended') <> 1`,
    ({ arn }) => `${String(arn)} does not end once, with its last event`,
  )
  ask(
    `select arn, status, json_extract(body, '$.status') as said from executions join events on execution = id and type = 'ended'
     where status <> said or ended <> at`,
    ({ arn, status, said }) => `${String(arn)} is ${String(status)}, but its log says ${String(said)}, or another time`,
  )
  ask(
    `select arn, type, node, count(*) as times from executions join events on execution = id
     where type in ('nodeInput', 'nodeOutput', 'flowInput', 'flowOutput') group by arn, type, node, path having times > 1`,
    ({ arn, type, node, times }) => `${String(arn)} has ${String(times)} ${String(type)} of ${String(node)}`,
  )
  ask(
    `select arn from executions join events as later on execution = id join events as earlier using (execution)
     where earlier.sequence = later.sequence - 1 and earlier.at > later.at`,
    ({ arn }) => `${String(arn)} has an event that is older than the one before it`,
  )
  ask(`select arn from executions where ended < started`, ({ arn }) => `${String(arn)} ended before it started`)
  const kept = new Map(
    database
      .prepare('select arn, status from executions')
      .all()
      .map(({ arn, status }) => [arn, status]),
  )
  if (kept.size !== told.length) faults.push(`There are ${kept.size} executions, but ${told.length} starts were acknowledged`)
  for (const { executionArn, stop, end } of told) {
    const status = kept.get(executionArn)
    if (status !== end?.status) faults.push(`${executionArn} is ${String(status)}, but a client saw ${String(end?.status)}`)
    if (stop === 'Aborted' && status !== 'Aborted') faults.push(`${executionArn} is ${String(status)}, but its stop was acknowledged`)
  }
  return faults
}
