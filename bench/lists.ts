import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../src/lib/clock.ts'
import { randomIds } from '../src/lib/ids.ts'
import type { Store } from '../src/store/sqlite/open-store.ts'
import { openStore } from '../src/store/sqlite/open-store.ts'
import type { Figure } from './ratio.ts'
import { inTurns } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const executions = 1_000_000
const events = 100_000
const page = 10
const reads = 200
const partition = { account: '123456789012', region: 'us-east-1' }
const arn = (number: number): string => `arn:aws:bedrock:us-east-1:123456789012:flow/FLOW000001/alias/TSTALIASID/execution/e${number}`

/** Pages of a list of a million executions and of a log of 100,000 events, written directly: the last costs what the first does. */
export const benchLists = async function* (): AsyncGenerator<Figure> {
  await using directory = await temporaryDirectory()
  await using store = await openStore({ dataDir: directory.path, clock: systemClock, ids: randomIds, onFatal: fail })
  fill(join(directory.path, 'sluice.db'))

  const list = (after?: number) => () =>
    pages(() =>
      store.executions.list({ ...partition, flowId: 'FLOW000001', limit: page, ...(after !== undefined && { after: String(after) }) }),
    )
  const log = (after: number) => () => pages(() => store.eventLog.read(arn(1), { after, limit: page }))
  const lists = await inTurns(15, list(), list(executions - 10_000 * page))
  const logs = await inTurns(15, log(0), log(events - page))
  const figure = (name: string, { baseline, measured }: { baseline: number; measured: number }): Figure => ({
    name,
    unit: 'pages/s',
    measured,
    baseline: { name: 'the first page', value: baseline },
    target: 'equal within noise',
  })
  yield* [
    figure(`10,000th page of a list of ${executions.toLocaleString('en')} executions`, lists),
    figure(`last page of a log of ${events.toLocaleString('en')} events`, logs),
  ]
}

const pages = async (read: () => ReturnType<Store['executions']['list']> | ReturnType<Store['eventLog']['read']>): Promise<number> => {
  for (let number = 0; number < reads; number++) await read()
  return reads
}

const fill = (file: string): void => {
  using database = new DatabaseSync(file)
  database.exec(`
    pragma busy_timeout = 60000;
    begin immediate;
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${executions})
    insert into executions (arn, account, region, flow, alias, name, kind, version, definition_hash, role, start_key, start_token,
      status, started, ended, deadline, epoch, owner, released)
    select '${arn(0).slice(0, -1)}' || n, '${partition.account}', '${partition.region}', 'FLOW000001', 'TSTALIASID', 'e' || n, 'async',
      'DRAFT', 'hash', 'arn:aws:iam::123456789012:role/flow-role', n, 't' || n, 'Succeeded', n, n, n, 1, 'o', 0 from numbers;
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${events})
    insert into events select 1, n, 'Node', 'nodeInput', n, 'Ask', '', '{"inputs":{"text":"${'x'.repeat(150)}"}}' from numbers;
    commit`)
}

const fail = (error: Error): void => {
  throw error
}
