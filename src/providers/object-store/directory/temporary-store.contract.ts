import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { randomIds } from '../../../lib/ids.ts'
import type { StartedStore } from '../object-store.contract.ts'
import { codeOf } from './file-failure.ts'
import { directoryStore } from './directory-store.ts'

export interface TemporaryStore extends StartedStore {
  /** What holds the bucket's directory. */
  readonly around: string
  /** The bucket's directory. */
  readonly inside: string
}

/** The bucket `box` in a directory that goes with the test. */
export const startTemporaryStore = async ({ perBucket = false, closed = new Set<string>() } = {}): Promise<TemporaryStore> => {
  const around = await mkdtemp(join(tmpdir(), 'sluice-objects-'))
  const directory = join(around, 'objects')
  const inside = perBucket ? join(directory, 'box') : directory
  await mkdir(inside, { recursive: true })
  return {
    store: directoryStore({ setting: 'buckets[0]', directory, perBucket }, { ids: randomIds, closed }),
    around,
    inside,
    async write(key, content) {
      await mkdir(dirname(join(inside, key)), { recursive: true })
      await writeFile(join(inside, key), content)
    },
    read: (key) =>
      readFile(join(inside, key)).catch((error: unknown) => {
        if (codeOf(error) !== 'ENOENT') throw error
        return undefined
      }),
    async keys() {
      const found = await readdir(inside, { recursive: true, withFileTypes: true })
      return found.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(inside.length + 1))
    },
    [Symbol.asyncDispose]: () => rm(around, { recursive: true }),
  }
}
