import { isoTime } from './iso-time.ts'
import type { AccessSettings } from './access-schema.ts'
import { accessModeOf } from './access-schema.ts'
import { ConfigurationError } from './configuration-error.ts'
import { secretOf } from './secret-of.ts'

interface Reachable {
  readonly host: string
  readonly insecureOpen: boolean
  readonly access: AccessSettings
}

/**
 * Whether the settings of who may call fit together, the secrets are there, and nobody unknown reaches the server.
 * @throws ConfigurationError - one sentence about the first problem.
 */
export const checkAccess = (settings: Reachable, environment: Readonly<Record<string, string | undefined>>): void => {
  const { mode, credentials } = settings.access
  if (mode === 'verified' && credentials.length === 0)
    throw new ConfigurationError('access.mode is verified, but nobody could call: add access.credentials, or leave access.mode out.', {
      setting: 'access.mode',
    })
  for (const [index, credential] of credentials.entries()) {
    const { secretAccessKeyEnv, sessionTokenEnv, accessKeyId, expiresAt } = credential
    const at = (setting: string): string => `access.credentials[${index}].${setting}`
    const first = credentials.findIndex((other) => other.accessKeyId === accessKeyId)
    if (first < index)
      throw new ConfigurationError(`${at('accessKeyId')} is ${accessKeyId}, which access.credentials[${first}] is already.`, {
        setting: at('accessKeyId'),
      })
    secretOf({ setting: at('secretAccessKeyEnv'), name: secretAccessKeyEnv, owner: 'credential' }, environment)
    if (sessionTokenEnv !== undefined) secretOf({ setting: at('sessionTokenEnv'), name: sessionTokenEnv, owner: 'credential' }, environment)
    if (expiresAt !== undefined && isoTime(expiresAt) === undefined)
      throw new ConfigurationError(`${at('expiresAt')} is ${expiresAt}, which is no time.`, { setting: at('expiresAt') })
  }
  checkOpenness(settings)
}

/** In the mode open any credential is taken: whoever reaches the port may do everything. */
const checkOpenness = (settings: Reachable): void => {
  if (!isOpenBeyondLoopback(settings) || settings.insecureOpen) return
  throw new ConfigurationError(
    `host is '${settings.host}', where others can reach the server, and access.mode is open, which takes any credential: ` +
      'use 127.0.0.1, add access.credentials, or say --insecure-open (insecureOpen: true) where nobody else can reach it.',
    { setting: 'host' },
  )
}

/** Whether others than this machine reach a server that takes any credential. */
export const isOpenBeyondLoopback = ({ host, access }: Pick<Reachable, 'host' | 'access'>): boolean =>
  accessModeOf(access) === 'open' && !isLoopback(host)

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
