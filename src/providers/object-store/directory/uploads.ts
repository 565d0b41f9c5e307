import { opendir, rm } from 'node:fs/promises'
import { codeOf } from './file-failure.ts'
import type { Folder } from './folder.ts'
import { ownPrefix } from './key-segments.ts'

/** Directories that are remembered as free of what dead processes have left. */
const mostClean = 10_000

/** What this process is writing right now, for whatever server in it. */
const underWay = new Set<string>()

/** Names for files that become objects once they are whole, and the end of those that never will. */
export class Uploads {
  readonly #clean = new Set<string>()

  /** Runs `write` with a name of its own in `folder`. Whatever has that name afterwards goes. */
  async with(folder: Folder, id: string, write: (path: string) => Promise<void>): Promise<void> {
    const name = `${ownPrefix}${process.pid}-${id}`
    underWay.add(name)
    try {
      await write(folder.at(name))
    } finally {
      await rm(folder.at(name), { force: true })
      underWay.delete(name)
    }
  }

  /** Once for each directory, what processes that were killed have left there goes. */
  async clean(folder: Folder, identity: string): Promise<void> {
    if (this.#clean.has(identity)) return
    if (this.#clean.size >= mostClean) this.#clean.clear()
    this.#clean.add(identity)
    for await (const { name } of await opendir(folder.at('.'))) {
      if (isLeftOver(name)) await rm(folder.at(name), { force: true })
    }
  }
}

const isLeftOver = (name: string): boolean => {
  const pid = new RegExp(`^${ownPrefix.replaceAll('.', '\\.')}(\\d+)-`).exec(name)?.[1]
  if (pid === undefined) return false
  return Number(pid) === process.pid ? !underWay.has(name) : !lives(Number(pid))
}

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
