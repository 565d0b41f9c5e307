import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { troubleOf } from './storage-trouble.ts'

const sqliteError = (errcode: number): Error => Object.assign(new Error('SQLite'), { errcode })

it.each([
  ['BUSY', 5, 'locked'],
  ['BUSY_SNAPSHOT', 517, 'locked'],
  ['LOCKED', 6, 'locked'],
  ['READONLY', 8, 'readOnly'],
  ['READONLY_DBMOVED', 1032, 'readOnly'],
  ['CORRUPT', 11, 'corrupt'],
  ['FULL', 13, 'full'],
  ['NOTADB', 26, 'corrupt'],
  ['IOERR_WRITE', 778, 'failed'],
  ['CANTOPEN', 14, 'failed'],
] as const)("SQLite's %s is %s: %s", (_, code, trouble) => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-trouble-'))

  const found = troubleOf(sqliteError(code), join(directory, 'sluice.db'))
  rmSync(directory, { recursive: true })

  expect(found).toBe(trouble)
})

it('an error that is not of SQLite, or of a directory that is gone, tells nothing more', () => {
  expect(troubleOf(new Error('What?'), '/nowhere/sluice.db')).toBe('failed')
})
