import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrations } from './migrations.ts'
import { openDatabase } from './open-database.ts'

it('the second step counts what is running already, and goes on counting', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-migrations-'))
  using _ = { [Symbol.dispose]: () => rmSync(directory, { recursive: true }) }
  const file = join(directory, 'sluice.db')
  const execution = (name: string, kind: string, status: string): string => `
    insert into executions (arn, account, region, flow, alias, name, kind, version, definition_hash, role, start_token, status,
      started, deadline, epoch, owner, released)
    values ('${name}', '1', 'r', 'f', 'a', '${name}', '${kind}', '1', 'h', 'r', '${name}', '${status}', 0, 0, 1, 'o', 0);`
  const older = openDatabase(file, migrations.slice(0, 1))
  older.exec(execution('a', 'async', 'Running') + execution('b', 'async', 'Running') + execution('c', 'async', 'Succeeded'))
  older[Symbol.dispose]()

  using database = openDatabase(file)
  const counts = () => database.statement('select kind, count from running_executions order by kind').all()
  const atFirst = counts()
  database.exec(execution('d', 'async', 'Running') + execution('e', 'invoke', 'Running'))
  database.exec(`update executions set status = 'Aborted' where arn = 'a'; update executions set epoch = 2 where arn = 'b'`)
  database.exec(`delete from executions where arn in ('b', 'c')`)

  expect(atFirst).toEqual([{ kind: 'async', count: 2 }])
  expect(counts()).toEqual([
    { kind: 'async', count: 1 },
    { kind: 'invoke', count: 1 },
  ])
})
