import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const sources = /\.(?:[cm]?[jt]s|py|json)$/

/** Changes with each change of a source file in a directory, those of its subdirectories left out. */
export const versionOfSources = async (directory: string): Promise<string> => {
  const names = await readdir(directory).catch(() => [])
  const versions = await Promise.all(
    names
      .filter((name) => sources.test(name))
      .toSorted()
      .map(async (name) => {
        const file = await stat(join(directory, name)).catch(() => undefined)
        return `${name} ${file?.mtimeMs} ${file?.size} ${file?.ino}`
      }),
  )
  return versions.join('\n')
}
