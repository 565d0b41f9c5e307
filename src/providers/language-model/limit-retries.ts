import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'

/** A model whose failed calls say how often they may be tried again: the `retries` of its provider. */
export const limitRetries = (model: LanguageModel, retries: number): LanguageModel => ({
  async converse(request, options) {
    try {
      return await model.converse(request, options)
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      const { code, message, retryable, retryAfterMs, cause } = error
      throw new NodeError(code, message, { retryable, retryAfterMs, retries, cause })
    }
  },
})
