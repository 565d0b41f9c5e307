import type { FunctionEntry } from '../providers/function-invoker/configured.ts'
import { ConfigurationError } from './configuration-error.ts'
import { secretOf } from './secret-of.ts'

type Environment = Readonly<Record<string, string | undefined>>

const places = ['module', 'url', 'lambda'] as const
/** What an entry may have beside the setting that says where the function is. */
const beside: Readonly<Record<(typeof places)[number], readonly ('handler' | 'interpreter' | 'env' | 'apiKeyEnv')[]>> = {
  module: ['handler', 'interpreter', 'env'],
  url: ['apiKeyEnv'],
  lambda: [],
}

/** @throws ConfigurationError - an entry of `functions` leads nowhere, or to what cannot be. */
export const checkFunctions = (functions: readonly FunctionEntry[], environment: Environment): void => {
  for (const [index, entry] of functions.entries()) checkFunction(entry, `functions[${index}]`, environment)
}

const checkFunction = (entry: FunctionEntry, name: string, environment: Environment): void => {
  const wrong = (member: string, what: string): ConfigurationError =>
    new ConfigurationError(`${name}${member}${what}.`, { setting: `${name}${member}` })
  const [place, other] = places.filter((each) => entry[each] !== undefined)
  if (place === undefined) throw wrong('', ` must say where the function is, by module, url or lambda`)
  if (other !== undefined) throw wrong(`.${other}`, ` and ${place} are two places: leave one out`)
  for (const each of places) {
    const foreign = each === place ? undefined : beside[each].find((member) => entry[member] !== undefined)
    if (foreign !== undefined) throw wrong(`.${foreign}`, ` is no setting of a ${place}: leave it out`)
  }
  if (entry.interpreter !== undefined && entry.module?.endsWith('.py') !== true)
    throw wrong('.interpreter', ' is for Python: other modules are run by the Node.js of the server')
  if (entry.url !== undefined && !URL.canParse(entry.url)) throw wrong('.url', ' is not a valid URL')
  if (entry.apiKeyEnv !== undefined) secretOf({ setting: `${name}.apiKeyEnv`, name: entry.apiKeyEnv, owner: 'entry' }, environment)
  if (entry.lambda?.endpointUrl !== undefined && !URL.canParse(entry.lambda.endpointUrl))
    throw wrong('.lambda.endpointUrl', ' is not a valid URL')
  for (const [index, variable] of (entry.env ?? []).entries()) {
    if (!variable.includes('=') && environment[variable] === undefined)
      throw wrong(`.env[${index}]`, ` names the environment variable ${variable}, which is not set: set it, or leave it out`)
  }
}
