import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { bound } from '../../scripts/bound.ts'
import type { Home } from './home.ts'
import type { SluiceProcess } from './sluice-process.ts'

/** A trouble of the data directory, and how it begins and ends. */
export interface Trouble {
  /** The program that becomes the server. */
  readonly launcher?: (home: Home) => readonly string[]
  readonly begin: (home: Home, server: SluiceProcess) => void | Promise<void>
  readonly end: (home: Home, server: SluiceProcess) => void | Promise<void>
}

/** Without privileges: a server may mount what it likes, and nobody else sees it. */
const apart = (): readonly string[] => {
  const unshare = ['unshare', '--user', '--map-root-user', '--mount']
  try {
    execFileSync('unshare', [...unshare.slice(1), 'true'], { stdio: 'pipe' })
  } catch (cause) {
    throw new Error('This test needs user and mount namespaces (unshare --user --map-root-user --mount), which this system refuses.', {
      cause,
    })
  }
  return unshare
}

/** A disk of 4 MB. */
const smallDisk = ({ dataDir }: Home): readonly string[] => {
  const mount = 'mkdir -p "$0" && mount -t tmpfs -o size=4m sluice "$0" && exec "$@"'
  return [...apart(), 'sh', '-c', mount, dataDir]
}

const filling = ({ dataDir }: Home, { pid }: SluiceProcess): string => `/proc/${pid}/root${join(dataDir, 'filling')}`

const fill = (file: string): void => {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(4096))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

const control = ({ dataDir }: Home): string => `${dataDir}.control`
const say = (home: Home, what: 'well' | 'read-only' | 'silent'): void => writeFileSync(control(home), what)

/** A disk that does what it is told. */
const failingDisk = (home: Home): readonly string[] => {
  say(home, 'well')
  return [...apart(), 'python3', new URL('failing_disk.py', import.meta.url).pathname, home.dataDir, control(home)]
}

export const full: Trouble = {
  launcher: smallDisk,
  begin: (home, server) => fill(filling(home, server)),
  end: (home, server) => rmSync(filling(home, server)),
}

export const readOnly: Trouble = {
  launcher: failingDisk,
  begin: (home) => say(home, 'read-only'),
  end: (home) => say(home, 'well'),
}

export const silent: Trouble = {
  launcher: failingDisk,
  begin: (home) => say(home, 'silent'),
  end: (home) => say(home, 'well'),
}

/** No file of the process grows beyond its first page. */
export const limited: Trouble = {
  begin: (_, { pid }) => void execFileSync('prlimit', ['--pid', String(pid), '--fsize=4096:']),
  end: (_, { pid }) => void execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:']),
}

const holder = `
  const database = new (require('node:sqlite').DatabaseSync)(process.argv[1])
  database.exec('begin immediate')
  console.log('locked')
  process.stdin.resume().on('end', () => process.exit())`

/** Another process holds the write lock. */
export const locked = (): Trouble => {
  let release = async (): Promise<void> => {}
  return {
    async begin({ database }) {
      const child = bound(spawn(process.execPath, ['-e', holder, database], { stdio: ['pipe', 'pipe', 'inherit'] }))
      const exited = once(child, 'exit')
      await once(createInterface({ input: child.stdout }), 'line')
      release = async () => {
        child.stdin.end()
        await exited
      }
    },
    end: () => release(),
  }
}

/** Overwrites the first page of a table of a running server's database, and makes the server look at it. */
export const damage = ({ database: file }: Home, table: string): void => {
  using database = new DatabaseSync(file)
  database.exec('pragma wal_checkpoint(truncate)')
  const page = Number(database.prepare('select rootpage from sqlite_schema where name = ?').get(table)?.['rootpage'])
  const bytes = Number(database.prepare('pragma page_size').get()?.['page_size'])
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(bytes, 'garbage '), 0, bytes, (page - 1) * bytes)
  closeSync(descriptor)
  // Whoever has read the page before reads it again once something was written.
  const version = Number(database.prepare('pragma user_version').get()?.['user_version'])
  database.exec(`pragma user_version = ${version}`)
}
