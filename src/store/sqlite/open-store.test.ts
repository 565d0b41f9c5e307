import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { refiningEach } from '../../../test/control-flow.ts'
import { eventLogContract } from '../../engine/event-log.contract.ts'
import { running } from '../../engine/event-log-fixture.contract.ts'
import { executionsContract } from '../../engine/executions.contract.ts'
import { retentionContract } from '../../engine/retention.contract.ts'
import { summaryContract } from '../../engine/summary.contract.ts'
import { systemClock, type Clock } from '../../lib/clock.ts'
import { randomIds } from '../../lib/ids.ts'
import { deletionContract, type StoreFixture } from '../deletion.contract.ts'
import { resourcesContract } from '../resources.contract.ts'
import { Database } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { openStore, type Store } from './open-store.ts'

const directory = (): Disposable & { path: string } => {
  const path = mkdtempSync(join(tmpdir(), 'sluice-store-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

const open = (dataDir: string, clock = systemClock): Promise<Store> =>
  openStore({
    dataDir,
    clock,
    ids: randomIds,
    onFatal: (error) => {
      throw error
    },
  })

const partition = { account: '123456789012', region: 'us-east-1' }
const executionRoleArn = 'arn:aws:iam::123456789012:role/flow'
const definition = { nodes: [{ name: 'Start', type: 'Input' }], connections: [] } as const

/** The contracts share one store, emptied between their tests: a thread takes long to start. */
const sharedHome = directory()
let clock: Clock = systemClock
const shared = await open(sharedHome.path, { ...systemClock, now: () => clock.now() })
afterAll(async () => {
  await shared[Symbol.asyncDispose]()
  sharedHome[Symbol.dispose]()
})

const empty = (): void => {
  using database = new Database(join(sharedHome.path, 'sluice.db'))
  for (const { name } of database.statement(`select name from sqlite_schema where type = 'table'`).all())
    database.exec(`delete from ${String(name)}`)
}

const storeFixture = async (): Promise<StoreFixture> => {
  empty()
  const resources = shared.resources.of(partition)
  const flow = await resources.createFlow({ name: 'flow', executionRoleArn, definition: refiningEach }, { quota: 100 })
  await resources.savePreparation(flow.id, flow.revision, { status: 'Prepared', validations: [] })
  const { flowId, aliasId, flowVersion, definitionHash } = await resources.resolveAlias(flow.id, 'TSTALIASID')
  return {
    resources,
    eventLog: shared.eventLog,
    executions: shared.executions,
    target: { ...partition, flowId, aliasId, flowVersion, definitionHash, executionRoleArn },
    definition: JSON.stringify(refiningEach),
    unprepare: () => resources.savePreparation(flow.id, flow.revision, { status: 'Failed', validations: [] }),
    [Symbol.asyncDispose]: async () => {},
  }
}

describe('on SQLite', () => {
  eventLogContract(storeFixture)
  executionsContract(storeFixture)
  retentionContract(storeFixture)
  summaryContract(storeFixture)
  deletionContract(storeFixture)
  resourcesContract(async (handed) => {
    empty()
    clock = handed
    return { resources: shared.resources, [Symbol.asyncDispose]: async () => {} }
  })
})

it('a summary reads again only what has happened since it was saved', async () => {
  const fixture = await storeFixture()
  const { start, lease } = await running(fixture, 'long')
  const visit = (index: number) => ({ at: 1_002, node: 'Each', path: `Each:${index}` })
  const elements = Array.from({ length: 1_000 }, (_, index) => ({ ...visit(index), type: 'nodeOutput', outputs: {} }) as const)
  await fixture.eventLog.append(lease, 2, elements)
  const before = await fixture.executions.summary(start.executionArn)
  using database = new Database(join(sharedHome.path, 'sluice.db'))
  const kept = database.statement('select sequence from execution_summaries').get()?.['sequence']

  database.exec(`delete from events where sequence <= ${Number(kept)}`)

  expect(kept).toBeGreaterThan(500)
  expect(before.nodes).toMatchObject([{ node: 'Each', elements: 1_000 }])
  expect(await fixture.executions.summary(start.executionArn)).toEqual(before)
})

describe('openStore', () => {
  it('keeps everything for the next process', async () => {
    using home = directory()
    const first = await open(join(home.path, 'a', 'b'))
    const flow = await first.resources.of(partition).createFlow({ name: 'flow', executionRoleArn, definition }, { quota: 100 })
    await first[Symbol.asyncDispose]()

    await using second = await open(join(home.path, 'a', 'b'))

    expect(await second.resources.of(partition).getFlow(flow.id)).toEqual(flow)
  })

  it('answers what was written before it closed', async () => {
    using home = directory()
    const store = await open(home.path)
    const created = store.resources.of(partition).createFlow({ name: 'flow', executionRoleArn }, { quota: 100 })

    await store[Symbol.asyncDispose]()

    expect(await created).toMatchObject({ name: 'flow' })
    await expect(store.resources.of(partition).createFlow({ name: 'late', executionRoleArn }, { quota: 100 })).rejects.toMatchObject({
      name: 'StorageUnavailable',
    })
  })

  it.each<[string, (home: string) => string]>([
    ['below a file', (home) => join(home, 'file', 'data')],
    ['that is a file', (home) => join(home, 'file')],
    ['where the system makes none', () => '/proc/sluice/data'],
  ])('refuses a directory %s, by its name', async (_, dataDir) => {
    using home = directory()
    writeFileSync(join(home.path, 'file'), '')

    const refused = { name: 'StoreRefused', message: expect.stringContaining(dataDir(home.path)) }
    await expect(open(dataDir(home.path))).rejects.toMatchObject(refused)
  })

  it('keeps no definition with a client token', async () => {
    using home = directory()
    await using store = await open(home.path)
    const resources = store.resources.of(partition)
    const creation = { quota: 100, clientToken: 't'.repeat(33) }
    const flow = await resources.createFlow({ name: 'flow', executionRoleArn, definition }, creation)
    await resources.savePreparation(flow.id, flow.revision, { status: 'Prepared', validations: [] })
    await resources.createFlowVersion(flow.id, {}, creation)

    using database = new Database(join(home.path, 'sluice.db'), { readOnly: true })
    const results = [...database.rows('select result from client_tokens')].map(({ result }) => String(result))

    expect(results).toHaveLength(2)
    expect(results.filter((result) => result.includes('Start'))).toEqual([])
  })

  it('refuses a damaged database, and lets its directory go', async () => {
    using home = directory()
    const file = join(home.path, 'sluice.db')
    writeFileSync(file, 'not a database '.repeat(1_000))

    await expect(open(home.path)).rejects.toMatchObject({ name: 'StoreRefused', message: expect.stringContaining(file) })
    lockDirectory(home.path)[Symbol.dispose]()
  })

  it('refuses a directory that another server has, and takes it once that is gone', async () => {
    using home = directory()
    const first = await open(home.path)

    await expect(open(home.path)).rejects.toMatchObject({ name: 'StoreRefused', message: expect.stringContaining(home.path) })
    await first[Symbol.asyncDispose]()
    await using second = await open(home.path)

    expect(await second.eventLog.due(0, 1)).toEqual([])
  })
})
