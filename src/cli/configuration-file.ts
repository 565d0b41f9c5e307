import { dirname } from 'node:path'
import { withAbsolutePaths } from '../api/absolute-paths.ts'
import { ConfigurationError } from '../api/configuration-error.ts'
import { readDocumentFile } from '../api/files/document-file.ts'
import { UnreadableFile } from '../api/files/text-file.ts'

/** A file's settings as they are written. `undefined`: there is no such file. @throws ConfigurationError - it cannot be read. */
export const readConfigurationFile = async (file: string): Promise<unknown> => {
  try {
    const written = await readDocumentFile('The configuration file', file)
    return written && withAbsolutePaths(written.value ?? {}, dirname(file))
  } catch (error) {
    if (error instanceof UnreadableFile) throw new ConfigurationError(error.message, { cause: error })
    throw error
  }
}
