import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import { builtInModels } from './built-in.ts'
import type { ScriptedRule } from './scripted.ts'
import { limitRetries } from './limit-retries.ts'
import type { LanguageModelProvider, ProviderSurroundings } from './provider.ts'
import { openProvider } from './provider.ts'
import { routedLanguageModel } from './routed.ts'
import { withSlots } from './with-slots.ts'

/** Which models there are: the `models` of the configuration. */
export interface LanguageModelSettings {
  readonly providers: Readonly<Record<string, LanguageModelProvider>>
  /** What `sluice.scripted-v1:0` says. */
  readonly scripted: readonly ScriptedRule[]
  /** The first that matches a model's id; without a provider, to a built-in model; without a model, to the id itself. */
  readonly routes: readonly { readonly match: string; readonly provider?: string; readonly model?: string }[]
}

/** Every language model that the settings name, and the built-in ones, as one. Disposing closes idle connections. */
export const configuredLanguageModel = async (
  { providers, routes, scripted }: LanguageModelSettings,
  surroundings: ProviderSurroundings,
): Promise<LanguageModel & Disposable> => {
  const opened = await Promise.all(
    Object.entries(providers).map(async ([name, provider]) => {
      const model = await openProvider(name, provider, surroundings)
      return { name, model, limited: limitRetries(withSlots(model, provider.maxConcurrency), provider.retries) }
    }),
  )
  const limited = new Map(opened.map((provider) => [provider.name, provider.limited]))
  const builtIn = builtInModels(scripted, surroundings)
  const routed = routedLanguageModel(
    routes.map(({ match, provider, model }) => ({
      match,
      provider: provider === undefined ? named(builtIn, model ?? '', 'built-in model') : named(limited, provider, 'provider'),
      ...(model !== undefined && { model }),
    })),
    builtIn,
  )
  return {
    converse: (request, options) => routed.converse(request, options),
    [Symbol.dispose]: () => opened.forEach(({ model }) => model[Symbol.dispose]()),
  }
}

const named = (models: ReadonlyMap<string, LanguageModel>, name: string, kind: string): LanguageModel => {
  const model = models.get(name)
  if (model === undefined) throw new Error(`models.routes names the ${kind} '${name}', which does not exist.`)
  return model
}
