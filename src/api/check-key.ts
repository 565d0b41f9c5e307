import { ConfigurationError } from './configuration-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What has it, for messages: a provider, an entry. @throws ConfigurationError - the variable that should hold a key does not. */
export const checkKey = (setting: string, name: string | undefined, environment: Environment, owner: string): void => {
  if (name === undefined) return
  const key = environment[name] ?? ''
  if (key === '')
    throw new ConfigurationError(
      `${setting} names the environment variable ${name}, which is not set: set it, or leave this ${owner} out.`,
      { setting },
    )
  if (/^[\x21-\x7e]+$/.test(key)) return
  throw new ConfigurationError(
    `${setting} names the environment variable ${name}, which has a line break, a space or another character that no key has.`,
    { setting },
  )
}
