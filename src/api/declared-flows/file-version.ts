import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'

/** What a file is right now: changes with every write of it, and when another file takes its place. Where there is none: `absent`. */
export const versionOfFile = async (file: string): Promise<string> => fileVersion(await statOf(file))

export const fileVersion = (stats: BigIntStats | undefined): string =>
  stats === undefined ? 'absent' : [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')

/** `undefined`: there is no such file, or none that can be looked at; reading it says why. */
export const statOf = (file: string): Promise<BigIntStats | undefined> => stat(file, { bigint: true }).catch(() => undefined)
