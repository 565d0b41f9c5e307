import type { Database } from '../database.ts'
import { integer } from '../row.ts'

/** Writes a page as it is: whether that succeeds is all there is to know. */
export const probe = (database: Database): Promise<void> => {
  const version = integer(database.statement('pragma user_version').get() ?? {}, 'user_version')
  database.exec(`pragma user_version = ${version}`)
  return Promise.resolve()
}
