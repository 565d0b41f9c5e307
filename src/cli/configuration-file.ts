import { dirname, resolve } from 'node:path'
import { ConfigurationError } from '../api/configuration-error.ts'
import { readDocumentFile } from '../api/files/document-file.ts'
import { UnreadableFile } from '../api/files/text-file.ts'

/** A file's settings as they are written. `undefined`: there is no such file. @throws ConfigurationError - it cannot be read. */
export const readConfigurationFile = async (file: string): Promise<unknown> => {
  try {
    const written = await readDocumentFile('The configuration file', file)
    return written && absolute(written.value ?? {}, dirname(file))
  } catch (error) {
    if (error instanceof UnreadableFile) throw new ConfigurationError(error.message, { cause: error })
    throw error
  }
}

/** The paths of the configuration; what is no path is left for the check. */
const absolute = (settings: unknown, directory: string): unknown => {
  if (!isMapping(settings)) return settings
  const { dataDir, flows, access, tls } = settings
  return {
    ...settings,
    ...(isPath(dataDir) && { dataDir: resolve(directory, dataDir) }),
    ...(isMapping(access) && { access: withAbsolutePolicies(access, directory) }),
    ...(isMapping(tls) && { tls: withAbsoluteFiles(tls, ['certFile', 'keyFile'], directory) }),
    ...(Array.isArray(flows) && { flows: flows.map((flow: unknown) => withAbsoluteFiles(flow, ['file'], directory)) }),
  }
}

const withAbsoluteFiles = (section: unknown, names: readonly string[], directory: string): unknown => {
  if (!isMapping(section)) return section
  const paths = Object.entries(section).filter((entry): entry is [string, string] => names.includes(entry[0]) && isPath(entry[1]))
  return { ...section, ...Object.fromEntries(paths.map(([name, path]) => [name, resolve(directory, path)])) }
}

const withAbsolutePolicies = (access: Readonly<Record<string, unknown>>, directory: string): unknown => {
  const { credentials } = access
  if (!Array.isArray(credentials)) return access
  return {
    ...access,
    credentials: credentials.map((credential: unknown) => {
      if (!isMapping(credential) || !Array.isArray(credential['policies'])) return credential
      return {
        ...credential,
        policies: credential['policies'].map((policy: unknown) => (isPath(policy) ? resolve(directory, policy) : policy)),
      }
    }),
  }
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isPath = (value: unknown): value is string => typeof value === 'string' && value !== ''
