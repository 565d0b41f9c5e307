import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'
import { wildcard } from '../calls/wildcard.ts'

/** Leads the model ids that `match` to a provider and the name that the model has there. */
export interface LanguageModelRoute {
  /** A Bedrock model id, inference profile or ARN as flows write it; `*` stands for any characters. */
  readonly match: string
  readonly provider: LanguageModel
  /** @defaultValue the id itself */
  readonly model?: string
}

/**
 * The one language model that nodes see. Built-in models come first, then the first route that matches.
 * An id that leads nowhere is VALIDATION: nothing was called, and no other attempt can succeed.
 */
export const routedLanguageModel = (routes: readonly LanguageModelRoute[], builtIn: ReadonlyMap<string, LanguageModel>): LanguageModel => {
  const compiled = routes.map((route) => ({ ...route, matches: wildcard(route.match) }))
  return {
    async converse(request, options) {
      options.signal.throwIfAborted()
      const own = builtIn.get(request.modelId)
      if (own !== undefined) return own.converse(request, options)
      const route = compiled.find(({ matches }) => matches(request.modelId))
      if (route === undefined) throw unmapped(request.modelId, builtIn)
      return route.provider.converse({ ...request, modelId: route.model ?? request.modelId }, options)
    },
  }
}

const unmapped = (modelId: string, builtIn: ReadonlyMap<string, LanguageModel>): NodeError =>
  new NodeError(
    'VALIDATION',
    `No language model is configured for the model id '${modelId}': add an entry to models.routes that matches it (sluice run takes --model too), ` +
      `or use the built-in ${[...builtIn.keys()].join(' or ')}.`,
  )
