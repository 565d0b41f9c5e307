import { join } from 'node:path'
import { Database, sqliteCode } from './database.ts'
import { StoreRefused } from './store-refused.ts'

const busy = 5

/**
 * Makes this process the only server of a data directory, until it is disposed of or the process ends, however it ends. Held
 * by SQLite's lock of a file of its own: nothing else may open that file here, because closing it would drop the lock.
 * @throws StoreRefused - another server has it.
 */
export const lockDirectory = (dataDir: string): Disposable => {
  const file = join(dataDir, 'lock.db')
  let database: Database | undefined
  try {
    database = new Database(file, { timeoutMs: 0 })
    database.exec('begin exclusive')
    return database
  } catch (cause) {
    database?.[Symbol.dispose]()
    if (sqliteCode(cause) === busy) {
      throw new StoreRefused(
        `The data directory ${dataDir} belongs to another running server: stop that one, or choose another dataDir (--data-dir).`,
        { cause },
      )
    }
    throw new StoreRefused(
      `The data directory ${dataDir} cannot be locked: make ${file} writable for this user, or choose another dataDir (--data-dir).`,
      { cause },
    )
  }
}
