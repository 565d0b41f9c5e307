import { dirname, resolve } from 'node:path'
import { ConfigurationError } from '../api/configuration-error.ts'
import { readDocumentFile } from '../api/files/document-file.ts'
import { UnreadableFile } from '../api/files/text-file.ts'

/** A file's settings as they are written. `undefined`: there is no such file. @throws ConfigurationError - it cannot be read. */
export const readConfigurationFile = async (file: string): Promise<unknown> => {
  try {
    const settings = await readDocumentFile('The configuration file', file)
    return settings === undefined ? undefined : absolute(settings ?? {}, dirname(file))
  } catch (error) {
    if (error instanceof UnreadableFile) throw new ConfigurationError(error.message, { cause: error })
    throw error
  }
}

/** The one path of the configuration; a `dataDir` that is no text is left for the check. */
const absolute = (settings: unknown, directory: string): unknown => {
  if (typeof settings !== 'object' || settings === null || !('dataDir' in settings)) return settings
  const { dataDir } = settings
  return typeof dataDir === 'string' && dataDir !== '' ? { ...settings, dataDir: resolve(directory, dataDir) } : settings
}
