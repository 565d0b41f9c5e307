import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { ConfigurationError } from '../api/configuration-error.ts'

/** A file's settings as they are written. `undefined`: there is no such file. @throws ConfigurationError - it cannot be read. */
export const readConfigurationFile = async (file: string): Promise<unknown> => {
  const text = await readText(file)
  return text === undefined ? undefined : absolute(parseYaml(file, text), dirname(file))
}

const readText = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause
    if (code === 'ENOENT') return undefined
    throw new ConfigurationError(`The configuration file ${file} cannot be read (${String(code)}).`, { cause })
  }
}

const parseYaml = (file: string, text: string): unknown => {
  const document = parseDocument(text, { prettyErrors: false })
  // A warning is something that the parser would otherwise read in its own way, as an unknown tag.
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem !== undefined) {
    const line = text.slice(0, problem.pos[0]).split('\n').length
    const hint = problem.code === 'BAD_ALIAS' ? ' A value that begins with * stands in quotes.' : ''
    throw new ConfigurationError(
      `The configuration file ${file} is not valid YAML: line ${line}: ${problem.message.replace(/\.$/, '')}.${hint}`,
    )
  }
  try {
    const settings: unknown = document.toJS()
    return settings ?? {}
  } catch (cause) {
    throw new ConfigurationError(`The configuration file ${file} has too many aliases.`, { cause })
  }
}

/** The one path of the configuration; a `dataDir` that is no text is left for the check. */
const absolute = (settings: unknown, directory: string): unknown => {
  if (typeof settings !== 'object' || settings === null || !('dataDir' in settings)) return settings
  const { dataDir } = settings
  return typeof dataDir === 'string' && dataDir !== '' ? { ...settings, dataDir: resolve(directory, dataDir) } : settings
}
