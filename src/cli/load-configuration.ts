import { resolve } from 'node:path'
import { ConfigurationError } from '../api/configuration-error.ts'
import type { Configuration, Environment } from '../api/configuration.ts'
import { parseConfiguration } from '../api/configuration.ts'
import { readConfigurationFile } from './configuration-file.ts'

/** What the command line may set. */
export interface Flags {
  readonly host?: string
  readonly port?: number
  readonly dataDir?: string
  readonly config?: string
  readonly insecureOpen?: boolean
}

/** What else a command reads its configuration from. */
export interface Surroundings {
  readonly environment: Environment
  readonly workingDirectory: string
}

export interface LoadedConfiguration {
  /** Its `dataDir` is absolute. */
  readonly configuration: Configuration
  /** `undefined`: there is none. */
  readonly file: string | undefined
}

const usualFile = 'sluice.config.yaml'

/**
 * Flags win over `SLUICE_*` variables, these over the file. Paths in the file are relative to it, all others to the
 * working directory. An empty variable counts as none.
 * @throws ConfigurationError - one sentence that begins with where the wrong setting comes from.
 */
export const loadConfiguration = async (flags: Flags, { environment, workingDirectory }: Surroundings): Promise<LoadedConfiguration> => {
  const named = flags.config ?? variable(environment, 'SLUICE_CONFIG')
  const file = resolve(workingDirectory, named ?? usualFile)
  const written = await readConfigurationFile(file)
  if (written === undefined && named !== undefined) throw new ConfigurationError(`The configuration file ${file} does not exist.`)

  const settings = [...fromVariables(environment), ...fromFlags(flags)]
  const sources = new Map(settings.map(({ setting, source }) => [setting, source]))
  const configuration = parse(
    { written, settings, environment },
    ({ setting }) => sources.get(setting) ?? (written === undefined ? undefined : file),
  )
  const dataDir = resolve(workingDirectory, configuration.dataDir)
  return { configuration: { ...configuration, dataDir }, file: written === undefined ? undefined : file }
}

/** A setting from outside of the file. */
interface Setting {
  readonly setting: string
  readonly value: unknown
  readonly source: string
}

const fromVariables = (environment: Environment): readonly Setting[] => {
  const port = variable(environment, 'SLUICE_PORT')
  return present([
    { setting: 'host', value: variable(environment, 'SLUICE_HOST'), source: 'SLUICE_HOST' },
    { setting: 'port', value: port !== undefined && /^\d+$/.test(port) ? Number(port) : port, source: 'SLUICE_PORT' },
    { setting: 'dataDir', value: variable(environment, 'SLUICE_DATA_DIR'), source: 'SLUICE_DATA_DIR' },
  ])
}

const fromFlags = ({ host, port, dataDir, insecureOpen }: Flags): readonly Setting[] =>
  present([
    { setting: 'host', value: host, source: '--host' },
    { setting: 'port', value: port, source: '--port' },
    { setting: 'dataDir', value: dataDir, source: '--data-dir' },
    { setting: 'insecureOpen', value: insecureOpen, source: '--insecure-open' },
  ])

const present = (settings: readonly Setting[]): readonly Setting[] => settings.filter(({ value }) => value !== undefined)

const variable = (environment: Environment, name: string): string | undefined => (environment[name] === '' ? undefined : environment[name])

interface Written {
  readonly written: unknown
  readonly settings: readonly Setting[]
  readonly environment: Environment
}

/** An error that says where the setting is written. */
export const located = (error: ConfigurationError, source: string | undefined): ConfigurationError =>
  source === undefined ? error : new ConfigurationError(`${source}: ${error.message}`, { setting: error.setting, cause: error })

const parse = (
  { written = {}, settings, environment }: Written,
  sourceOf: (error: ConfigurationError) => string | undefined,
): Configuration => {
  const over = Object.fromEntries(settings.map(({ setting, value }) => [setting, value]))
  const isMapping = typeof written === 'object' && written !== null && !Array.isArray(written)
  try {
    return parseConfiguration(isMapping ? { ...written, ...over } : written, environment)
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    throw located(error, sourceOf(error))
  }
}
