import { sqliteCode } from './database.ts'
import { StoreRefused } from './store-refused.ts'

const corrupt = 11
const notADatabase = 26

/** Whether SQLite has found that the file is not what it has written. */
export const isDamage = (error: unknown): boolean => {
  const code = sqliteCode(error)
  return code === corrupt || code === notADatabase
}

export const damagedDatabase = (file: string, cause: unknown): StoreRefused =>
  new StoreRefused(
    `The database ${file} is damaged or no database: restore it from a backup, or move it away to begin with an empty one.`,
    { cause },
  )
