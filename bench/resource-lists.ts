import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../src/lib/clock.ts'
import { randomIds } from '../src/lib/ids.ts'
import type { PageRequest, PartitionResources } from '../src/store/resources.ts'
import { openStore } from '../src/store/sqlite/open-store.ts'
import type { Figure } from './ratio.ts'
import { inTurns } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const rows = 100_000
const page = 10
const reads = 200
const partition = { account: '123456789012', region: 'us-east-1' }
const flow = 'FLOW000001'
const prompt = 'PROMPT0001'

/** Pages of lists of 100,000 flows, versions, aliases and prompts, written directly: the last costs what the first does. */
export const benchResourceLists = async function* (): AsyncGenerator<Figure> {
  await using directory = await temporaryDirectory()
  await using store = await openStore({ dataDir: directory.path, clock: systemClock, ids: randomIds, onFatal: fail })
  fill(join(directory.path, 'sluice.db'))
  const resources = store.resources.of(partition)

  for (const [name, { read, last }] of Object.entries(lists(resources))) {
    const first = await read({ limit: page })
    if (first.items.length !== page || first.next === undefined) throw new Error(`The list of ${name} has no second page`)
    const { baseline, measured } = await inTurns(15, pages(read, { limit: page }), pages(read, { limit: page, after: last }))
    yield {
      name: `last page of a list of ${rows.toLocaleString('en')} ${name}`,
      unit: 'pages/s',
      measured,
      baseline: { name: 'the first page', value: baseline },
      target: 'equal within noise',
    }
  }
}

type Read = (page: PageRequest) => Promise<{ readonly items: readonly unknown[]; readonly next?: string }>

/** Each list, and where its last page but one ends. The newest was updated last. */
const lists = (resources: PartitionResources): Readonly<Record<string, { read: Read; last: string }>> => {
  const oldest = `${page + 1}/${idOf(page + 1)}`
  return {
    flows: { read: (request) => resources.listFlows(request), last: oldest },
    'versions of a flow': { read: (request) => resources.listFlowVersions(flow, request), last: String(rows - page) },
    'aliases of a flow': { read: (request) => resources.listFlowAliases(flow, request), last: oldest },
    prompts: { read: (request) => resources.listPrompts(request), last: oldest },
    'versions of a prompt': { read: (request) => resources.listPromptVersions(prompt, request), last: String(rows - page) },
  }
}

const idOf = (number: number): string => `R${String(number).padStart(9, '0')}`

const pages = (read: Read, request: PageRequest) => async (): Promise<number> => {
  for (let number = 0; number < reads; number++) await read(request)
  return reads
}

const fill = (file: string): void => {
  using database = new DatabaseSync(file)
  const { account, region } = partition
  const role = 'arn:aws:iam::123456789012:role/flow-role'
  const id = "'R' || printf('%09d', n)"
  database.exec(`
    pragma busy_timeout = 60000;
    begin immediate;
    create temporary table numbers as
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${rows}) select n from numbers;
    insert into flows select '${account}', '${region}', ${id}, 'flow', null, '${role}', null, null, null, 'NotPrepared', '[]', n, n, 1, 0 from numbers;
    insert into flows values ('${account}', '${region}', '${flow}', 'flow', null, '${role}', null, null, null, 'NotPrepared', '[]', 0, 0, 1, ${rows});
    insert into flow_versions select '${account}', '${region}', '${flow}', n, 'flow', null, '${role}', null, 'hash', n from numbers;
    insert into flow_aliases select '${account}', '${region}', '${flow}', ${id}, 'alias' || n, null, 'DRAFT', null, n, n from numbers;
    insert into prompts select '${account}', '${region}', ${id}, 'prompt', null, null, null, null, n, n, 0 from numbers;
    insert into prompts values ('${account}', '${region}', '${prompt}', 'prompt', null, null, null, null, 0, 0, ${rows});
    insert into prompt_versions select '${account}', '${region}', '${prompt}', n, 'prompt', null, null, null, null, n from numbers;
    commit`)
}

const fail = (error: Error): void => {
  throw error
}
