import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely'
import type { Tables } from '../sql/tables.ts'
import type { Row } from './row.ts'

/** The one file that knows `node:sqlite`: a connection whose statements are prepared once, for SQL by hand and for Kysely. */
export class Database implements Disposable {
  readonly file: string
  readonly sql: Kysely<Tables>
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #forKysely = new Map<string, SqliteStatement>()

  /** @param options.timeoutMs - how long a lock that another process holds is waited for; nothing else happens in the thread meanwhile. */
  constructor(file: string, { readOnly = false, timeoutMs = 5_000 }: { readOnly?: boolean; timeoutMs?: number } = {}) {
    this.file = file
    this.#connection = new DatabaseSync(file, { readOnly, timeout: timeoutMs })
    this.sql = new Kysely({
      dialect: new SqliteDialect({ database: { prepare: (sql) => this.#kyselyStatement(sql), close: () => {} } }),
    })
  }

  /** Compiled on first use. There are as many as the program has texts of SQL: none is made from data. */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #kyselyStatement(sql: string): SqliteStatement {
    const known = this.#forKysely.get(sql)
    if (known) return known
    const statement = forKysely(this.statement(sql))
    this.#forKysely.set(sql, statement)
    return statement
  }

  /**
   * Rows one by one. A statement whose reading failed is compiled anew: `node:sqlite` would throw that failure once more, at
   * whoever reads with it next.
   */
  *rows(sql: string, ...parameters: readonly SQLInputValue[]): Generator<Row, void> {
    try {
      yield* this.statement(sql).iterate(...parameters)
    } catch (error) {
      this.#statements.delete(sql)
      throw error
    }
  }

  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  /** `false` after a failure that made SQLite roll the transaction back by itself. */
  get inTransaction(): boolean {
    return this.#connection.isTransaction
  }

  [Symbol.dispose](): void {
    this.#statements.clear()
    this.#forKysely.clear()
    this.#connection.close()
  }
}

const forKysely = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters: readonly unknown[]) => statement.all(...parameters.map(bindable)),
  run: (parameters: readonly unknown[]) => statement.run(...parameters.map(bindable)),
  iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters.map(bindable)),
})

const bindable = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new TypeError(`SQLite keeps no ${typeof value}`)
}

/** SQLite's own number of an error, without its details; `undefined`: not SQLite's. */
export const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
