import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FlowRow } from '../sql/flow-row.ts'
import { commitGroup, nextGroup, type Request } from './commit-group.ts'
import { Database } from './database.ts'
import { openDatabase } from './open-database.ts'

const flow = (id: string, description = ''): FlowRow => ({
  account: 'a',
  region: 'r',
  id,
  name: id,
  description,
  role: 'r',
  kms_key: null,
  definition: null,
  definition_hash: null,
  status: 'NotPrepared',
  validations: '[]',
  created: 1,
  updated: 1,
  revision: 1,
  last_version: 0,
})

const createFlow = (id: number, name: string, description?: string): Request => ({
  id,
  name: 'createFlow',
  input: { row: flow(name, description), quota: 3, tags: {}, client: undefined },
  rows: 1,
  bytes: 0,
})

const names = (database: Database): unknown[] =>
  database
    .statement('select id from flows order by id')
    .all()
    .map(({ id }) => id)

const pageBytes = 8192

const temporary = (): Disposable & { readonly file: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-group-'))
  return { file: join(directory, 'sluice.db'), [Symbol.dispose]: () => rmSync(directory, { recursive: true }) }
}

describe('commitGroup', () => {
  it('keeps the neighbours of a write that is refused half-way', async () => {
    using database = openDatabase(':memory:')
    database.exec(`create trigger half_way after insert on flows when new.id = 'B' begin select raise(abort, 'half-way'); end`)

    const answers = await commitGroup(database, [createFlow(1, 'A'), createFlow(2, 'B'), createFlow(3, 'C')])

    expect(answers).toMatchObject([{ id: 1, value: { id: 'A' } }, { id: 2, failure: { type: 'bug' } }, { id: 3 }])
    expect(answers[2]).not.toHaveProperty('failure')
    expect(names(database)).toEqual(['A', 'C'])
  })

  it('undoes everything that a refused write had done', async () => {
    using database = openDatabase(':memory:')
    database.exec(`create trigger half_way before insert on flow_aliases when new.flow = 'B' begin select raise(abort, 'half-way'); end`)

    await commitGroup(database, [createFlow(1, 'A'), createFlow(2, 'B')])

    expect(names(database)).toEqual(['A'])
  })

  it('sees in one write what the writes before it did', async () => {
    using database = openDatabase(':memory:')

    const answers = await commitGroup(
      database,
      ['A', 'B', 'C', 'D'].map((name, id) => createFlow(id, name)),
    )

    expect(answers[3]).toMatchObject({ failure: { type: 'refused', name: 'ServiceQuotaExceededException' } })
    expect(names(database)).toEqual(['A', 'B', 'C'])
  })

  it('fails as a whole when the disk is full, keeps nothing of it, and works again once there is space', async () => {
    using database = openDatabase(':memory:')
    const pages = Number(database.statement('pragma page_count').get()?.['page_count'])
    database.exec(`pragma max_page_count = ${pages + 2}`)
    const large = 'x'.repeat(100_000)

    const full = await commitGroup(database, [createFlow(1, 'A'), createFlow(2, 'B', large), createFlow(3, 'C')])

    const failure = { type: 'unavailable', reason: 'full' }
    expect(full).toMatchObject([{ failure }, { failure }, { failure }])
    expect(names(database)).toEqual([])
    database.exec('pragma max_page_count = 100000')
    await commitGroup(database, [createFlow(4, 'B', large)])
    expect(names(database)).toEqual(['B'])
  })

  it('fails as a whole while another process holds the write lock', async () => {
    using home = temporary()
    using database = openDatabase(home.file)
    using other = new Database(home.file)
    other.exec('begin immediate')

    const locked = await commitGroup(database, [createFlow(1, 'A'), createFlow(2, 'B')])
    other.exec('rollback')
    await commitGroup(database, [createFlow(3, 'C')])

    const failure = { type: 'unavailable', reason: 'locked' }
    expect(locked).toMatchObject([{ failure }, { failure }])
    expect(names(database)).toEqual(['C'])
  })

  it('fails as a whole when it meets damage', async () => {
    using home = temporary()
    const created = openDatabase(home.file)
    const root = Number(created.statement(`select rootpage from sqlite_schema where name = 'flows'`).get()?.['rootpage'])
    created[Symbol.dispose]()
    const whole = readFileSync(home.file)
    writeFileSync(home.file, whole.fill('garbage ', (root - 1) * pageBytes, root * pageBytes))
    using database = openDatabase(home.file)

    const damaged = await commitGroup(database, [createFlow(1, 'A'), createFlow(2, 'B')])

    const failure = { type: 'unavailable', reason: 'corrupt' }
    expect(damaged).toMatchObject([{ failure }, { failure }])
  })

  it('fails as a whole when the commit itself does', async () => {
    using database = openDatabase(':memory:')
    database.exec('pragma foreign_keys = on; create table late (flow text references missing (id) deferrable initially deferred)')
    database.exec('create table missing (id text primary key)')
    database.exec(`create trigger at_commit after insert on flows when new.id = 'B' begin insert into late values (new.id); end`)

    const failed = await commitGroup(database, [createFlow(1, 'A'), createFlow(2, 'B')])

    expect(failed.map((answer) => 'failure' in answer && answer.failure.type)).toEqual(['unavailable', 'unavailable'])
    expect(database.inTransaction).toBe(false)
    expect(names(database)).toEqual([])
  })
})

describe('nextGroup', () => {
  it.each<[string, readonly [rows: number, bytes: number][], number]>([
    ['nothing', [], 0],
    [
      'all that fits',
      [
        [100, 0],
        [412, 4_194_304],
      ],
      2,
    ],
    [
      'what 512 rows hold',
      [
        [500, 0],
        [12, 0],
        [1, 0],
      ],
      2,
    ],
    [
      'what 4 MB hold',
      [
        [1, 4_000_000],
        [1, 194_304],
        [1, 1],
      ],
      2,
    ],
    [
      'one that is too large for any group',
      [
        [1, 50_000_000],
        [1, 1],
      ],
      1,
    ],
  ])('takes %s', (_, sizes, taken) => {
    const waiting = sizes.map(([rows, bytes], id) => ({ ...createFlow(id, 'A'), rows, bytes }))

    const group = nextGroup(waiting)

    expect(group.map(({ id }) => id)).toEqual(sizes.keys().take(taken).toArray())
    expect(waiting.map(({ id }) => id)).toEqual(sizes.keys().drop(taken).toArray())
  })
})
