import { sqliteCode, type Database } from './database.ts'
import { failureOf, unavailable, type Failure } from './failure.ts'
import { runWrite, type NamedWrite } from './writes/named-writes.ts'

/** A write that waits for its answer. */
export type Request = NamedWrite & {
  readonly id: number
  readonly rows: number
  readonly bytes: number
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: Failure }

const mostRows = 512
const mostBytes = 4 * 1024 * 1024

/** Takes the writes of the next group from the front: at least one if there is any. */
export const nextGroup = (waiting: Request[]): readonly Request[] => {
  let rows = 0
  let bytes = 0
  const end = waiting.findIndex((request, index) => {
    rows += request.rows
    bytes += request.bytes
    return index > 0 && (rows > mostRows || bytes > mostBytes)
  })
  return waiting.splice(0, end === -1 ? waiting.length : end)
}

/**
 * Runs writes one after another in one transaction. A refused one leaves its neighbours alone; if the storage itself fails,
 * all of them fail, and nothing of them is kept.
 *
 * Savepoints cost a copy of every page that a write touches, so the group goes without them first; they are set only when
 * a write threw, and everything is done again.
 */
export const commitGroup = async (database: Database, group: readonly Request[]): Promise<readonly Answer[]> => {
  try {
    return await inTransaction(database, group, plainly)
  } catch (error) {
    if (storageFailed(error)) return noneKept(group, unavailable(error, database.file))
  }
  try {
    return await inTransaction(database, group, withSavepoint)
  } catch (error) {
    return noneKept(group, unavailable(error, database.file))
  }
}

/** The answers to a group that failed as a whole. */
export const noneKept = (group: readonly Request[], failure: Failure): readonly Answer[] => group.map(({ id }) => ({ id, failure }))

const inTransaction = async (database: Database, group: readonly Request[], run: typeof plainly): Promise<readonly Answer[]> => {
  try {
    database.statement('begin immediate').run()
    const answers: Answer[] = []
    for (const request of group) answers.push(await run(database, request))
    database.statement('commit').run()
    return answers
  } catch (error) {
    if (database.inTransaction) database.exec('rollback')
    throw error
  }
}

const plainly = async (database: Database, request: Request): Promise<Answer> => ({
  id: request.id,
  value: await runWrite(database, request),
})

const withSavepoint = async (database: Database, request: Request): Promise<Answer> => {
  database.statement('savepoint write').run()
  try {
    const answer = await plainly(database, request)
    database.statement('release write').run()
    return answer
  } catch (error) {
    if (!database.inTransaction || storageFailed(error)) throw error
    database.exec('rollback to write; release write')
    return { id: request.id, failure: failureOf(error) }
  }
}

const storageFailed = (error: unknown): boolean => {
  const code = sqliteCode(error)
  return code !== undefined && !faults.has(code)
}

/** SQLite's codes for what is wrong with the statement and not with the storage: ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE. */
const faults: ReadonlySet<number> = new Set([1, 18, 19, 20, 21, 25])
