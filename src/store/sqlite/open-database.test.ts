import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Database } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { migrations } from './migrations.ts'
import { openDatabase } from './open-database.ts'

const scratch = (): Disposable & { file: string; path: string } => {
  const path = mkdtempSync(join(tmpdir(), 'sluice-database-'))
  return { path, file: join(path, 'sluice.db'), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

const pragma = (database: Database, name: string): unknown => database.statement(`pragma ${name}`).get()?.[name]

describe('openDatabase', () => {
  it('creates a database that says whose it is and is safe when the power goes', () => {
    using home = scratch()

    using database = openDatabase(home.file)

    const settings = ['application_id', 'user_version', 'page_size', 'auto_vacuum', 'journal_mode', 'synchronous']
    expect(settings.map((name) => pragma(database, name))).toEqual([0x53_6c_75_69, migrations.length, 8192, 2, 'wal', 2])
  })

  it('brings an older database up to this schema, and only by the steps that it has not seen', () => {
    using home = scratch()
    const steps = ['create table one (x)', 'create table two (x)', 'insert into one values (1)']
    openDatabase(home.file, steps.slice(0, 2))[Symbol.dispose]()

    using database = openDatabase(home.file, steps)

    expect(pragma(database, 'user_version')).toBe(3)
    expect(database.statement('select x from one').all()).toEqual([{ x: 1 }])
  })

  it('keeps an older database as it was when a step fails', () => {
    using home = scratch()
    openDatabase(home.file, ['create table one (x)'])[Symbol.dispose]()

    expect(() => openDatabase(home.file, ['create table one (x)', 'create table two (x)', 'nonsense'])).toThrow('syntax error')

    using database = openDatabase(home.file, ['create table one (x)'])
    expect(pragma(database, 'user_version')).toBe(1)
    expect(database.statement(`select name from sqlite_schema where name = 'two'`).all()).toEqual([])
  })

  it.each<[string, (file: string) => void, string]>([
    [
      'of a newer version',
      (file) => {
        using database = openDatabase(file)
        database.exec(`pragma user_version = ${migrations.length + 1}`)
      },
      'newer version of Sluice',
    ],
    [
      'of another application',
      (file) => {
        using database = new Database(file)
        database.exec('pragma application_id = 7')
      },
      'belongs to another application',
    ],
    [
      'of nobody, but with tables',
      (file) => {
        using database = new Database(file)
        database.exec('create table theirs (x)')
      },
      'belongs to another application',
    ],
    ['that is none', (file) => writeFileSync(file, 'not a database '.repeat(1_000)), 'damaged or no database'],
    [
      'that was cut',
      (file) => {
        openDatabase(file)[Symbol.dispose]()
        writeFileSync(file, readFileSync(file).subarray(0, 8_192 + 100))
      },
      'damaged or no database',
    ],
    ['that is a directory', (file) => mkdirSync(file), 'cannot be opened for writing'],
  ])('refuses a file %s, by its name', (_, prepare, why) => {
    using home = scratch()
    prepare(home.file)

    expect(() => openDatabase(home.file)).toThrow(
      expect.objectContaining({ name: 'StoreRefused', message: expect.stringContaining(home.file) }),
    )
    expect(() => openDatabase(home.file)).toThrow(why)
  })

  it('leaves a database of another application exactly as it is', () => {
    using home = scratch()
    {
      using database = new Database(home.file)
      database.exec('create table theirs (x)')
    }
    const before = readFileSync(home.file)

    expect(() => openDatabase(home.file)).toThrow('belongs to another application')

    expect(readFileSync(home.file).equals(before)).toBe(true)
  })
})

describe('lockDirectory', () => {
  it('lets one in, and the next one when it is gone', () => {
    using home = scratch()
    const first = lockDirectory(home.path)

    expect(() => lockDirectory(home.path)).toThrow(`The data directory ${home.path} belongs to another running server`)
    first[Symbol.dispose]()
    lockDirectory(home.path)[Symbol.dispose]()
  })

  it('refuses a directory that it cannot lock', () => {
    using home = scratch()
    mkdirSync(join(home.path, 'lock.db'))

    expect(() => lockDirectory(home.path)).toThrow(`The data directory ${home.path} cannot be locked`)
  })
})
