import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrations } from './migrations.ts'
import { Database } from './database.ts'
import { openDatabase } from './open-database.ts'

it('running executions are counted by account, region and kind, however they come and go', () => {
  using database = openDatabase(':memory:')
  const execution = (name: string, kind: string, { status = 'Running', region = 'r' } = {}): string => `
    insert into executions (arn, account, region, flow, alias, name, kind, version, definition_hash, role, start_key, start_token,
      status, started, deadline, epoch, owner, released)
    values ('${name}', '1', '${region}', 'f', 'a', '${name}', '${kind}', '1', 'h', 'r', 1, '${name}', '${status}', 0, 0, 1, 'o', 0);`

  for (const name of ['a', 'b', 'c']) database.exec(execution(name, 'async'))
  database.exec(execution('d', 'async', { status: 'Succeeded' }) + execution('e', 'invoke') + execution('f', 'async', { region: 's' }))
  database.exec(`update executions set status = 'Aborted' where arn = 'a'; update executions set epoch = 2 where arn = 'b'`)
  database.exec(`delete from executions where arn in ('b', 'd')`)

  expect(database.statement('select region, kind, count from running_executions order by region, kind').all()).toEqual([
    { region: 'r', kind: 'async', count: 1 },
    { region: 'r', kind: 'invoke', count: 1 },
    { region: 's', kind: 'async', count: 1 },
  ])
})

it('keep what a database has from every step before', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-migrations-'))
  try {
    for (const steps of migrations.keys()) {
      const file = join(directory, `${steps + 1}.db`)
      openDatabase(file, migrations.slice(0, steps + 1))[Symbol.dispose]()
      const flow = `insert into flows values ('1', 'r', 'F', 'name', null, 'role', null, null, null, 'NotPrepared', '[]', 1, 2, 3, 4)`
      using before = new Database(file)
      before.exec(flow)

      using after = openDatabase(file)

      expect(after.statement('select id, name, last_version from flows').all()).toEqual([{ id: 'F', name: 'name', last_version: 4 }])
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})
