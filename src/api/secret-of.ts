import { ConfigurationError } from './configuration-error.ts'

/** Where a configuration says that a secret is, and of what. */
export interface SecretPlace {
  readonly setting: string
  /** The environment variable. */
  readonly name: string
  readonly owner: 'provider' | 'credential' | 'entry'
}

/**
 * The secret that an environment variable holds.
 * @throws ConfigurationError - it holds none, or what no secret is. The message never has the secret.
 */
export const secretOf = ({ setting, name, owner }: SecretPlace, environment: Readonly<Record<string, string | undefined>>): string => {
  const secret = environment[name] ?? ''
  if (secret === '' && secretPattern.test(name))
    throw new ConfigurationError(
      `${setting} names an environment variable that is not set, and that looks like a secret: write the name of a variable, not the secret itself.`,
      { setting },
    )
  if (secret === '')
    throw new ConfigurationError(
      `${setting} names the environment variable ${name}, which is not set: set it, or leave this ${owner} out.`,
      { setting },
    )
  if (/^[\x21-\x7e]+$/.test(secret)) return secret
  throw new ConfigurationError(
    `${setting} names the environment variable ${name}, which has a line break, a space or another character that no key has.`,
    { setting },
  )
}

/** As most secrets look that could be the name of a variable: long, with a digit, of both cases or in one piece. */
const secretPattern = /^(?=.*\d)(?:[A-Za-z0-9]{20,}|(?=.*[a-z])(?=.*[A-Z]).{20,})$/
