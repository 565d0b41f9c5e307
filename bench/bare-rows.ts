import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const executions = 500

/** A bare loop over `node:sqlite` that writes rows such as an event's, every group of `groupRows` on disk before the next. */
export interface BareRows extends Disposable {
  write(count: number): void
}

export const bareRows = (directory: string, body: string, groupRows = 512): BareRows => {
  const database = new DatabaseSync(join(directory, 'bare.db'))
  database.exec(`
    pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full;
    create table events (
      execution integer not null, sequence integer not null, event_type text, type text not null, at integer not null,
      node text, path text, body text not null, primary key (execution, sequence)
    ) strict`)
  const insert = database.prepare('insert into events values (?, ?, ?, ?, ?, ?, ?, ?)')
  let rows = 0
  return {
    write(count) {
      const at = Date.now()
      for (const end = rows + count; rows < end;) {
        database.exec('begin immediate')
        for (const full = Math.min(rows + groupRows, end); rows < full; rows++)
          insert.run(rows % executions, Math.floor(rows / executions), 'Node', 'nodeInput', at, 'Ask', '', body)
        database.exec('commit')
      }
    },
    [Symbol.dispose]: () => database.close(),
  }
}
