import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const groupRows = 512

/** Rows per second of a bare `node:sqlite` loop that commits in groups of 512, every group on disk before the next. */
export const bareRows = (directory: string, { rows, body }: { readonly rows: number; readonly body: string }): number => {
  using database = new DatabaseSync(join(directory, `bare-${performance.now()}.db`))
  database.exec(`
    pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full;
    create table events (
      execution integer not null, sequence integer not null, event_type text, type text not null, at integer not null,
      node text, path text, body text not null, primary key (execution, sequence)
    ) strict`)
  const insert = database.prepare('insert into events values (?, ?, ?, ?, ?, ?, ?, ?)')
  const at = Date.now()
  const begin = performance.now()
  for (let row = 0; row < rows; row += groupRows) {
    database.exec('begin immediate')
    for (let sequence = row; sequence < Math.min(row + groupRows, rows); sequence++)
      insert.run(sequence % 500, Math.floor(sequence / 500), 'Node', 'nodeInput', at, 'Ask', '', body)
    database.exec('commit')
  }
  return (1_000 * rows) / (performance.now() - begin)
}
