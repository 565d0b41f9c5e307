import { accessSync, constants, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StorageTrouble } from '../../engine/event-log.ts'
import { isDamage } from './damaged-database.ts'
import { sqliteCode } from './database.ts'

/** SQLite's codes: BUSY, LOCKED, READONLY, FULL. */
const troubles: ReadonlyMap<number, StorageTrouble> = new Map([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'readOnly'],
  [13, 'full'],
])

/** Less than this is no room for a write. */
const leastBytes = 64 * 1024

/** Why SQLite could not write a file. Of a system's error it says no more than that there was one: then its directory is looked at. */
export const troubleOf = (error: unknown, file: string): StorageTrouble => {
  if (isDamage(error)) return 'corrupt'
  return troubles.get(sqliteCode(error) ?? 0) ?? troubleOfDirectory(dirname(file))
}

const troubleOfDirectory = (directory: string): StorageTrouble => {
  try {
    accessSync(directory, constants.W_OK)
    const { blocks, bavail, bsize } = statfsSync(directory)
    return blocks > 0 && bavail * bsize < leastBytes ? 'full' : 'failed'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS' ? 'readOnly' : 'failed'
  }
}
