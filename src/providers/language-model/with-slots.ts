import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import { Slots } from '../calls/slots.ts'

/** At most `maxConcurrency` calls of `model` at once. The others wait their turn, which goes round the executions. */
export const withSlots = (model: LanguageModel, maxConcurrency: number): LanguageModel => {
  const slots = new Slots(maxConcurrency)
  return { converse: (request, options) => slots.with(options, () => model.converse(request, options)) }
}
