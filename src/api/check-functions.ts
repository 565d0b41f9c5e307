import { ConfigurationError } from './configuration-error.ts'
import { checkKey } from './check-key.ts'
import type { FunctionEntry } from '../providers/function-invoker/configured.ts'

/** @throws ConfigurationError - an entry of `functions` leads nowhere, or to what cannot be. */
export const checkFunctions = (functions: readonly FunctionEntry[], environment: Readonly<Record<string, string | undefined>>): void => {
  for (const [index, { url, apiKeyEnv }] of functions.entries()) {
    const entry = `functions[${index}]`
    if (url === undefined) throw new ConfigurationError(`${entry} must say where the function is: by url.`, { setting: entry })
    if (!URL.canParse(url)) throw new ConfigurationError(`${entry}.url is not a valid URL.`, { setting: `${entry}.url` })
    checkKey(`${entry}.apiKeyEnv`, apiKeyEnv, environment, 'entry')
  }
}
