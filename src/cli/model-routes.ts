import { ConfigurationError } from '../api/configuration-error.ts'
import type { Configuration, Environment } from '../api/configuration.ts'
import { parseConfiguration } from '../api/configuration.ts'
import { builtInModelIds } from '../providers/language-model/built-in.ts'

type Route = Configuration['models']['routes'][number]

/**
 * The configuration with routes in front that the command line adds: `PATTERN=PROVIDER/MODEL`, `PATTERN=PROVIDER`
 * with the model as the flow writes it, or `PATTERN=MODEL` with a built-in one.
 * @throws ConfigurationError - one sentence about the first that is none, or leads nowhere.
 */
export const withRoutes = (configuration: Configuration, written: readonly string[], environment: Environment): Configuration => {
  const { models } = configuration
  const routes = [...written.map((text) => routeOf(text, Object.keys(models.providers))), ...models.routes]
  try {
    return parseConfiguration({ ...configuration, models: { ...models, routes } }, environment)
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    throw new ConfigurationError(`--model: ${error.message}`, { cause: error })
  }
}

const routeOf = (text: string, providers: readonly string[]): Route => {
  const { match, target, model } = /^(?<match>[^=]+)=(?<target>[^/]+)(?:\/(?<model>.+))?$/.exec(text)?.groups ?? {}
  if (match === undefined || target === undefined)
    throw new ConfigurationError(
      `--model '${text}': a route is written PATTERN=PROVIDER/MODEL, PATTERN=PROVIDER or PATTERN=BUILT-IN, as '*=local/llama3.2' or '*=sluice.echo-v1:0'.`,
    )
  // A provider's name has no dot and no colon; the id of a built-in model has both.
  if (model === undefined && /[.:]/.test(target)) {
    if (builtInModelIds.includes(target)) return { match, model: target }
    throw new ConfigurationError(`--model '${text}': there is no built-in model ${target}; there are ${builtInModelIds.join(', ')}.`)
  }
  if (!providers.includes(target)) {
    const known = providers.length === 0 ? 'the configuration has none' : `the configuration has ${providers.join(', ')}`
    throw new ConfigurationError(`--model '${text}': there is no provider ${target} in models.providers; ${known}.`)
  }
  return { match, provider: target, ...(model !== undefined && { model }) }
}
