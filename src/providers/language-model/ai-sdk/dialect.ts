import type { LanguageModelV4, SharedV4ProviderOptions } from '@ai-sdk/provider'
import type { InferenceConfig } from '../../../flow/capabilities/language-model.ts'
import type { JsonObject } from '../../../lib/json.ts'

/** What a vendor's models have of their own. */
export interface Dialect {
  /** The type of provider in the configuration. */
  readonly type: string
  /** What ends a whole answer on the wire. */
  readonly endMark: string
  /** Where the vendor's own service is. */
  readonly baseUrl: string
  /** One model of the AI SDK, which reaches the world through `fetch` alone. */
  readonly model: (
    name: string,
    settings: { readonly apiKey: string; readonly baseURL: string; readonly fetch: typeof fetch },
  ) => LanguageModelV4
  /**
   * The inference configuration as the body has it. Not through the AI SDK, which leaves out or changes what its catalogue
   * says a model cannot take: that is the vendor's to say.
   */
  readonly inference: (config: InferenceConfig) => JsonObject
  /** How a block says that all before it may be cached; absent: it cannot. */
  readonly cachePoint?: (point: JsonObject) => SharedV4ProviderOptions
}

/** An object without the members that have no value. */
export const present = (members: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
