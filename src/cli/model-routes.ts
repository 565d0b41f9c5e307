import type { Configuration } from '../api/configuration.ts'
import { builtInModelIds } from '../providers/language-model/built-in.ts'

type Models = Configuration['models']
type Route = Models['routes'][number]

/**
 * The models with routes in front that the command line adds: `PATTERN=PROVIDER/MODEL`, or `PATTERN=MODEL` with a built-in
 * model.
 * @throws Error - one sentence about the first that leads nowhere.
 */
export const withRoutes = (models: Models, written: readonly string[]): Models => ({
  ...models,
  routes: [...written.map((text) => routeOf(text, models)), ...models.routes],
})

const routeOf = (text: string, { providers }: Models): Route => {
  const { pattern = '', provider, model = '' } = /^(?<pattern>[^=]+)=(?:(?<provider>[^/]+)\/)?(?<model>.+)$/.exec(text)?.groups ?? {}
  const refused = (why: string): Error => new Error(`--model '${text}': ${why}`)
  if (pattern === '') throw refused("a route is written PATTERN=PROVIDER/MODEL, as '*=local/llama3.2'.")
  if (provider === undefined) {
    if (builtInModelIds.includes(model)) return { match: pattern, model }
    throw refused(`${model} is no built-in model (${builtInModelIds.join(', ')}); one of a provider is written PROVIDER/MODEL.`)
  }
  if (Object.hasOwn(providers, provider)) return { match: pattern, provider, model }
  const names = Object.keys(providers)
  const known = names.length === 0 ? 'and the configuration has none' : `and models.providers has ${names.join(', ')}`
  throw refused(`${provider} is no provider, ${known}.`)
}
