import { setTimeout as sleep } from 'node:timers/promises'
import { bareRows } from './bare-rows.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** The milliseconds of commits of one row each, spread over time: what the disk takes for anything that is durable. */
export const bareCommits = async (count: number, spreadMs: number): Promise<readonly number[]> => {
  await using directory = await temporaryDirectory()
  using rows = bareRows(directory.path, 'x'.repeat(500))
  const milliseconds: number[] = []
  for (let commit = 0; commit < count; commit++) {
    await sleep(spreadMs)
    const begin = performance.now()
    rows.write(1)
    milliseconds.push(performance.now() - begin)
  }
  return milliseconds
}
