import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, expect, it } from 'vitest'
import { migrations } from '../../src/store/sqlite/migrations.ts'
import { openDatabase } from '../../src/store/sqlite/open-database.ts'
import type { Home } from './home.ts'
import { openHome } from './home.ts'
import type { ProcessOptions } from './sluice-process.ts'
import { sentences } from './sluice-process.ts'

/** Root writes everywhere, unless it is without the right to. */
const asUser = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : []

interface Case {
  readonly of: string
  readonly prepare: (home: Home) => void
  readonly launcher?: ProcessOptions['launcher']
  readonly says: (home: Home) => string
}

const damaged = ({ database }: Home): string =>
  `The database ${database} is damaged or no database: restore it from a backup, or move it away to begin with an empty one.`

const cases: readonly Case[] = [
  {
    of: 'a read-only data directory',
    prepare: ({ dataDir }) => chmodSync(dataDir, 0o555),
    launcher: asUser,
    says: ({ dataDir }) =>
      `The data directory ${dataDir} cannot be locked: make ${join(dataDir, 'lock.db')} writable for this user, or choose another dataDir (--data-dir).`,
  },
  {
    of: 'a read-only database',
    prepare: ({ database }) => chmodSync(database, 0o444),
    launcher: asUser,
    says: ({ database }) =>
      `The database ${database} cannot be opened for writing: make it and its directory writable for this user, or choose another data directory.`,
  },
  {
    of: 'a disk without room',
    prepare: () => {},
    launcher: ['bash', '-c', 'ulimit -f 4; exec "$@"', 'sluice'],
    says: ({ database }) =>
      `The database ${database} cannot be written (disk I/O error): make room on its disk, or choose another data directory.`,
  },
  {
    of: 'a database that was cut',
    prepare: ({ database }) => truncateSync(database, 3 * 8192),
    says: damaged,
  },
  {
    of: 'a database whose header is garbage',
    prepare: ({ database }) => overwrite(database, { at: 0, bytes: 100 }),
    says: damaged,
  },
  {
    of: 'a database whose schema is garbage',
    prepare: ({ database }) => overwrite(database, { at: 100, bytes: 8192 - 100 }),
    says: damaged,
  },
  {
    of: 'a database of a newer version',
    prepare: ({ database }) => exec(database, 'pragma user_version = 99'),
    says: ({ database }) =>
      `The database ${database} has schema 99 of a newer version of Sluice, this one knows ${migrations.length}: start that version, or restore an older backup.`,
  },
  {
    of: 'a database of another program',
    prepare: ({ database }) => exec(database, 'pragma application_id = 7'),
    says: ({ database }) => `The database ${database} belongs to another application: choose another data directory.`,
  },
]

const overwrite = (file: string, { at, bytes }: { readonly at: number; readonly bytes: number }): void => {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(bytes, 'garbage '), 0, bytes, at)
  closeSync(descriptor)
}

const exec = (file: string, sql: string): void => {
  using database = new DatabaseSync(file)
  database.exec(sql)
}

/** A database as a server leaves it in order: without a log beside it. */
let empty: Buffer
beforeAll(async () => {
  await using home = await openHome()
  mkdirSync(home.dataDir)
  openDatabase(home.database)[Symbol.dispose]()
  empty = readFileSync(home.database)
})

it.each(cases)('$of is refused with one sentence, and left as it is', async ({ prepare, launcher, says }) => {
  await using home = await openHome()
  mkdirSync(home.dataDir)
  writeFileSync(home.database, empty)
  prepare(home)
  const before = readFileSync(home.database)

  await using server = home.serve(launcher && { launcher })
  const end = await server.ended

  expect([end.code, end.stderr.trimEnd()]).toEqual([1, says(home)])
  expect(readFileSync(home.database).equals(before)).toBe(true)
})

it('a data directory that is a file is refused with one sentence', async () => {
  await using home = await openHome()
  writeFileSync(home.dataDir, 'a file')

  await using server = home.serve()
  const end = await server.ended

  const sentence = `The data directory ${home.dataDir} cannot be created: make its parent writable for this user, or choose another dataDir (--data-dir).`
  expect([end.code, sentences(end)]).toEqual([1, [sentence]])
  expect(statSync(home.dataDir).size).toBe(6)
})

it('a second server is refused with one sentence, and the first one stays; a signal ends it in order', async () => {
  await using home = await openHome()
  await using first = home.serve()
  const endpoint = await first.endpoint

  await using second = home.serve()
  const refused = await second.ended
  const health = await fetch(`${endpoint}/healthz/ready`)
  first.signal('SIGINT')

  const sentence = `The data directory ${home.dataDir} belongs to another running server: stop that one, or choose another dataDir (--data-dir).`
  expect([refused.code, refused.stderr.trimEnd(), health.status]).toEqual([1, sentence, 200])
  expect((await first.ended).code).toBe(0)
})
