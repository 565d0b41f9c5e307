import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../make-certificate.ts'
import { canaries, keyCanaries } from './canaries.ts'
import { assertNoCanaries, canariesIn, findCanaries } from './find-canaries.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-canaries-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** Another secret than the real ones, so that this file's own reports are clean. */
const planted = { password: 'plänted/+secret==' }
const base64 = (before: string) => Buffer.from(`${before}${planted.password} and more`).toString('base64')

describe('a canary is found', () => {
  it.each([
    ['as it is', `{"key":"${planted.password}"}`],
    ['URL-encoded', `?key=${encodeURIComponent(planted.password)}&`],
    ['in UTF-16', Buffer.from(`a${planted.password}`, 'utf16le')],
    ['in hexadecimal', Buffer.from(planted.password).toString('hex')],
    ['in hexadecimal', Buffer.from(planted.password).toString('hex').toUpperCase()],
    ['in base64', base64('')],
    ['in base64', base64('a')],
    ['in base64', base64('ab')],
    ['in base64', base64('abc')],
    ['in base64', Buffer.from(planted.password).toString('base64url')],
  ])('%s: %#', (as, content) => {
    expect(canariesIn('here', content, planted)).toContainEqual({ where: 'here', kind: 'password', as })
  })

  it('in files of any depth, in a database and its log, and the error names file and kind', async () => {
    await mkdir(join(directory, 'a', 'b'), { recursive: true })
    await writeFile(join(directory, 'a', 'clean.log'), 'nothing')
    await writeFile(join(directory, 'a', 'b', 'run.log'), `line\n${planted.password}\n`)
    const database = new DatabaseSync(join(directory, 'a', 'x.db'))
    database.exec('pragma journal_mode=wal; create table t (v text)')
    database.prepare('insert into t values (?)').run(planted.password)

    const leaks = await findCanaries([directory], planted)
    const error: unknown = await assertNoCanaries([directory], planted).catch((thrown: unknown) => thrown)
    database.close()

    expect(leaks.map(({ where, kind }) => `${where.slice(directory.length)} ${kind}`).toSorted()).toEqual([
      '/a/b/run.log password',
      '/a/x.db-wal password',
    ])
    expect(String(error)).toContain(`${join(directory, 'a', 'b', 'run.log')} has the password (as it is).`)
  })

  it('of each kind that there is, and each line of a key', () => {
    const key = keyCanaries(makeCertificate().key)
    const all = { ...canaries, ...key }

    const kinds = Object.entries(all).filter(([kind, secret]) => canariesIn('x', `<${secret}>`, all).some((leak) => leak.kind === kind))

    expect(kinds.map(([kind]) => kind)).toEqual(Object.keys(all))
    expect(Object.keys(key).length).toBeGreaterThanOrEqual(2)
  })
})

it('nothing is found where nothing is', async () => {
  await expect(assertNoCanaries([join(directory)], { password: 'another secret of the same length' })).resolves.toBeUndefined()
})
