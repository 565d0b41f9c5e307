import type { ConverseOptions, LanguageModel } from '../flow/capabilities/language-model.ts'
import type { Metrics } from './metrics.ts'

/** A language model whose calls are counted while they are open, apart from those that wait for a slot. */
export const measuredModel = (model: LanguageModel, { modelCalls }: Pick<Metrics, 'modelCalls'>): LanguageModel => ({
  async converse(request, options) {
    let state: 'open' | 'queued' = 'open'
    modelCalls.inc({ state })
    const onQueued: ConverseOptions['onQueued'] = (queued) => {
      modelCalls.dec({ state })
      state = queued ? 'queued' : 'open'
      modelCalls.inc({ state })
      options.onQueued(queued)
    }
    try {
      return await model.converse(request, { ...options, onQueued })
    } finally {
      modelCalls.dec({ state })
    }
  },
})
