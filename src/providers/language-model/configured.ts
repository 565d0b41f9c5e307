import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { builtInModels } from './built-in.ts'
import type { ScriptedRule } from './scripted.ts'
import { limitRetries } from './limit-retries.ts'
import { openAiCompatible } from './openai-compatible.ts'
import { routedLanguageModel } from './routed.ts'
import { withSlots } from './slots.ts'

/** Which models there are: the `models` of the configuration. */
export interface LanguageModelSettings {
  readonly providers: Readonly<Record<string, LanguageModelProvider>>
  /** What `sluice.scripted-v1:0` says. */
  readonly scripted: readonly ScriptedRule[]
  /** The first that matches a model's id; without a provider, to a built-in model. */
  readonly routes: readonly { readonly match: string; readonly provider?: string; readonly model: string }[]
}

export interface LanguageModelProvider {
  readonly type: 'openai-compatible'
  readonly baseUrl: string
  /** The environment variable that holds the key. */
  readonly apiKeyEnv?: string
  readonly maxConcurrency: number
  /** How often a call that failed may be made again. */
  readonly retries: number
}

interface Surroundings {
  readonly clock: Clock
  readonly ids: Ids
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Bytes of text in one answer: `limits.valueBytes`. */
  readonly answerBytes: number
}

/** Every language model that the settings name, and the built-in ones, as one. Disposing closes idle connections. */
export const configuredLanguageModel = (
  { providers, routes, scripted }: LanguageModelSettings,
  surroundings: Surroundings,
): LanguageModel & Disposable => {
  const servers = new Map(Object.entries(providers).map(([name, provider]) => [name, serverOf(name, provider, surroundings)]))
  const limited = new Map(
    [...servers].map(([name, { model, maxConcurrency, retries }]) => [name, limitRetries(withSlots(model, maxConcurrency), retries)]),
  )
  const builtIn = builtInModels(scripted, surroundings)
  const routed = routedLanguageModel(
    routes.map(({ match, provider, model }) => ({
      match,
      provider: provider === undefined ? named(builtIn, model, 'built-in model') : named(limited, provider, 'provider'),
      model,
    })),
    builtIn,
  )
  return {
    converse: (request, options) => routed.converse(request, options),
    [Symbol.dispose]: () => servers.forEach(({ model }) => model[Symbol.dispose]()),
  }
}

const serverOf = (
  name: string,
  { baseUrl, apiKeyEnv, ...limits }: LanguageModelProvider,
  { environment, ...surroundings }: Surroundings,
) => {
  const apiKey = apiKeyEnv === undefined ? undefined : environment[apiKeyEnv]
  return { model: openAiCompatible({ name, baseUrl, ...(apiKey !== undefined && { apiKey }) }, surroundings), ...limits }
}

const named = (models: ReadonlyMap<string, LanguageModel>, name: string, kind: string): LanguageModel => {
  const model = models.get(name)
  if (model === undefined) throw new Error(`models.routes names the ${kind} '${name}', which does not exist.`)
  return model
}
