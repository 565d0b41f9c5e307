import { mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { EventLog } from '../../engine/event-log.ts'
import type { Executions } from '../../engine/executions.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { Resources } from '../resources.ts'
import { sqlExecutions } from '../sql/sql-executions.ts'
import { sqlResources } from '../sql/sql-resources.ts'
import { Database } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { sqliteEventLog } from './event-log.ts'
import { executionSummaries } from './execution-summaries.ts'
import { StoreRefused } from './store-refused.ts'
import { resourceWrites } from './resource-writes.ts'
import { StorageHealth } from './storage-health.ts'
import { timelyWriter } from './timely-writer.ts'
import { Writer } from './writer.ts'

/** Reading holds up everything else: it waits for another process no longer than anybody notices. */
const readerTimeoutMs = 250

/** Everything that Sluice keeps, behind one writer. */
export interface Store extends AsyncDisposable {
  readonly eventLog: EventLog
  readonly executions: Executions
  readonly resources: Resources
  /** Whether it takes writes at present. */
  readonly health: Pick<StorageHealth, 'refusal' | 'lastingRefusal'>
}

export interface StoreOptions {
  /** Created if it is missing. */
  readonly dataDir: string
  readonly clock: Clock
  readonly ids: Ids
  /** The writer is gone: nothing can be written any more, and the process should end. */
  readonly onFatal: (error: Error) => void
  /** Told of each commit: how many rows it made durable. */
  readonly onCommit?: (rows: number) => void
}

/**
 * Opens a data directory for this process alone.
 * @throws StoreRefused - it belongs to another server, or its database cannot be used.
 */
export const openStore = async ({ dataDir, clock, ids, onFatal, onCommit }: StoreOptions): Promise<Store> => {
  await using opened = new AsyncDisposableStack()
  createDirectory(dataDir)
  opened.use(lockDirectory(dataDir))
  const file = join(dataDir, 'sluice.db')
  const writer: Writer = opened.use(
    await Writer.open(file, {
      onFatal,
      ...(onCommit && { onCommit }),
      onSend: () => health.sent(),
      onAnswer: (refusal, waiting) => health.answered(refusal, waiting),
    }),
  )
  const health = opened.use(new StorageHealth({ clock, probe: () => writer.write('probe', undefined) }))
  const reader = opened.use(new Database(file, { readOnly: true, timeoutMs: readerTimeoutMs }))
  const owned = opened.move()
  const timely = timelyWriter(writer, { clock, health })
  const eventLog = sqliteEventLog(reader, writer)
  return {
    eventLog,
    executions: {
      ...sqlExecutions(reader.sql),
      saveProof: (executionArn, proof) => writer.write('saveProof', { executionArn, proof }),
      closeProofs: ({ id: owner }, limit) => writer.write('closeProofs', { owner, limit }, { rows: limit }),
      retire: (endedBefore, rows) => writer.write('retire', { endedBefore, rows }, { rows }),
      summary: executionSummaries({ reader, writer: timely, eventLog }),
    },
    resources: sqlResources({ db: reader.sql, writes: resourceWrites(timely), clock, ids }),
    health,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const createDirectory = (dataDir: string): void => {
  try {
    makeDirectory(resolve(dataDir))
  } catch (cause) {
    throw new StoreRefused(
      `The data directory ${dataDir} cannot be created: make its parent writable for this user, or choose another dataDir (--data-dir).`,
      { cause },
    )
  }
}

/** By hand, because Node's own recursive `mkdir` never returns where the system refuses a directory as missing (`/proc`). */
const makeDirectory = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(path)
  if (parent !== path) makeDirectory(parent)
  mkdirSync(path, { mode: 0o700 })
}
