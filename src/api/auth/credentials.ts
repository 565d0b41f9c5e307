import { hash, timingSafeEqual } from 'node:crypto'
import type { AccessSettings } from '../access-schema.ts'
import { secretOf } from '../secret-of.ts'
import type { Principal } from './principal.ts'
import { principalOf } from './principal.ts'
import type { Scope } from './signing-key.ts'
import { SigningKey } from './signing-key.ts'

/** An access key. Its secrets stay inside: nothing that shows or logs it can tell them. */
export interface Credential {
  readonly principal: Principal
  /** Milliseconds since the epoch; absent: it never expires. */
  readonly expiresAt?: number
  signingKey(scope: Scope): SigningKey
  /** Whether this is its session token: none, if it has none. Takes as long whatever is wrong. */
  hasToken(token: string | undefined): boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** The credentials of a checked configuration, by access key id. @throws ConfigurationError - a secret is not there. */
export const credentialsOf = ({ credentials }: AccessSettings, environment: Environment): ReadonlyMap<string, Credential> =>
  new Map(credentials.map((settings, index) => [settings.accessKeyId, credentialOf(settings, index, environment)]))

const credentialOf = (
  { secretAccessKeyEnv, sessionTokenEnv, expiresAt, ...owner }: AccessSettings['credentials'][number],
  index: number,
  environment: Environment,
): Credential => {
  const secret = (setting: string, name: string): string =>
    secretOf({ setting: `access.credentials[${index}].${setting}`, name, owner: 'credential' }, environment)
  const secretAccessKey = secret('secretAccessKeyEnv', secretAccessKeyEnv)
  const expectedToken = digest(sessionTokenEnv === undefined ? '' : secret('sessionTokenEnv', sessionTokenEnv))
  return {
    principal: principalOf(owner),
    ...(expiresAt !== undefined && { expiresAt: Date.parse(expiresAt) }),
    signingKey: recent((scope) => new SigningKey(secretAccessKey, scope)),
    hasToken: (token = '') => timingSafeEqual(token === '' ? noToken : digest(token), expectedToken),
  }
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
const noToken = digest('')

/** One for each region that is in use, on both sides of midnight. */
const keptKeys = 64

/** The same, with the last keys kept: a caller names the region, so that their number must be bounded. */
const recent = (derive: Credential['signingKey']): Credential['signingKey'] => {
  const keys = new Map<string, SigningKey>()
  return (scope) => {
    const name = `${scope.day}/${scope.region}/${scope.service}`
    const kept = keys.get(name)
    if (kept !== undefined) return kept
    const key = derive(scope)
    const [oldest] = keys.keys()
    if (keys.size >= keptKeys && oldest !== undefined) keys.delete(oldest)
    keys.set(name, key)
    return key
  }
}
