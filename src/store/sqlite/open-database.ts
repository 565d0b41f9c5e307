import { damagedDatabase, isDamage } from './damaged-database.ts'
import { Database, sqliteCode } from './database.ts'
import { migrations } from './migrations.ts'
import { integer } from './row.ts'
import { StoreRefused } from './store-refused.ts'

/** "Slui", so that `file` and others can tell whose database this is. */
const applicationId = 0x53_6c_75_69
const busy = 5
const inputOrOutput = 10
const full = 13
/** A step of the migrations that is wrong: a bug, not the file's fault. */
const wrongStatement = 1

/**
 * Opens the database for its one writer: created if there is none, brought up to this program's schema if it is older. Only
 * its header and schema are looked at: `quick_check` took 1.4 to 6 seconds for 80 MB here, which no restart can wait for.
 * @throws StoreRefused - newer than this program, of another application, corrupt, locked, read-only, or on a full disk.
 */
export const openDatabase = (file: string, steps: readonly string[] = migrations): Database => {
  let database: Database | undefined
  try {
    database = new Database(file)
    const version = schemaOf(database, file, steps.length)
    configure(database)
    migrate(database, steps.slice(version), steps.length)
    // From now on others wait for what is written.
    database.exec('pragma busy_timeout = 1000')
    return database
  } catch (cause) {
    database?.[Symbol.dispose]()
    if (cause instanceof StoreRefused) throw cause
    if (isDamage(cause)) throw damagedDatabase(file, cause)
    const code = sqliteCode(cause)
    if (code === undefined || code === wrongStatement) throw cause
    if (code === full || code === inputOrOutput) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new StoreRefused(
        `The database ${file} cannot be written (${reason}): make room on its disk, or choose another data directory.`,
        {
          cause,
        },
      )
    }
    if (code === busy)
      throw new StoreRefused(`The database ${file} is locked by another process: end that one, or choose another data directory.`, {
        cause,
      })
    throw new StoreRefused(
      `The database ${file} cannot be opened for writing: make it and its directory writable for this user, or choose another data directory.`,
      { cause },
    )
  }
}

/** How many steps the database has seen. Reads only: what belongs to somebody else stays as it is. */
const schemaOf = (database: Database, file: string, known: number): number => {
  const application = pragma(database, 'application_id')
  const version = pragma(database, 'user_version')
  const tables = integer(database.statement('select count(*) as tables from sqlite_schema').get() ?? {}, 'tables')
  const empty = application === 0 && version === 0 && tables === 0
  if (application !== applicationId && !empty) {
    throw new StoreRefused(`The database ${file} belongs to another application: choose another data directory.`)
  }
  if (version > known) {
    throw new StoreRefused(
      `The database ${file} has schema ${version} of a newer version of Sluice, this one knows ${known}: start that version, or restore an older backup.`,
    )
  }
  return version
}

const pragma = (database: Database, name: string): number => integer(database.statement(`pragma ${name}`).get() ?? {}, name)

/** What is not stored in the file is set for each connection; the first three take effect in a new file only. */
const configure = (database: Database): void =>
  database.exec(`
    pragma page_size = 8192;
    pragma auto_vacuum = incremental;
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma wal_autocheckpoint = 2000;
    pragma journal_size_limit = 67108864;
    pragma cache_size = -32768;
    pragma temp_store = memory;
  `)

/** Forward only, all steps in one transaction. It also proves, each time, that the file can be written. */
const migrate = (database: Database, steps: readonly string[], version: number): void => {
  database.exec('begin immediate')
  for (const step of steps) database.exec(step)
  database.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version}; commit`)
}
