import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { oneLine } from '../calls/one-line.ts'
import { openAiCompatible } from './openai-compatible.ts'

/** Where models are, as the configuration says it. */
export interface LanguageModelProvider {
  readonly type: 'openai-compatible' | 'bedrock' | 'anthropic' | 'openai' | 'google'
  /** Of openai-compatible always; of anthropic, openai and google in place of the vendor's own. */
  readonly baseUrl?: string
  /** Of bedrock: in place of the region's own. */
  readonly endpointUrl?: string
  /** The environment variable that holds the key. */
  readonly apiKeyEnv?: string
  /** Of bedrock: the AWS region. */
  readonly region?: string
  /** Of bedrock: a profile in AWS's shared configuration files. */
  readonly profile?: string
  readonly maxConcurrency: number
  /** How often a call that failed may be made again. */
  readonly retries: number
}

export interface ProviderSurroundings {
  readonly clock: Clock
  readonly ids: Ids
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Bytes of text in one answer: `limits.valueBytes`. */
  readonly answerBytes: number
}

/**
 * Opens a provider. A vendor's SDK is loaded when a configuration names it: the others need not wait for it.
 * @throws Error - one sentence: the SDK refuses what it finds, in its own environment variables for instance.
 */
export const openProvider = async (
  name: string,
  provider: LanguageModelProvider,
  surroundings: ProviderSurroundings,
): Promise<LanguageModel & Disposable> => {
  try {
    return await opened(name, provider, surroundings)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`models.providers.${name} cannot be opened: ${oneLine(why)}`, { cause })
  }
}

const opened = async (
  name: string,
  { type, baseUrl, endpointUrl, apiKeyEnv, region = '', profile }: LanguageModelProvider,
  { environment, ...surroundings }: ProviderSurroundings,
): Promise<LanguageModel & Disposable> => {
  const apiKey = apiKeyEnv === undefined ? undefined : environment[apiKeyEnv]
  const service = { name, ...(baseUrl !== undefined && { baseUrl }), ...(apiKey !== undefined && { apiKey }) }
  if (type === 'openai-compatible') return openAiCompatible({ baseUrl: '', ...service }, surroundings)
  if (type === 'bedrock') {
    const { bedrock } = await import('./bedrock/bedrock.ts')
    const place = { region, ...(endpointUrl !== undefined && { endpointUrl }), ...(profile !== undefined && { profile }) }
    return bedrock({ ...service, ...place }, surroundings)
  }
  const { aiSdkModel } = await import('./ai-sdk/ai-sdk-model.ts')
  return aiSdkModel(await dialects[type](), { apiKey: '', ...service }, surroundings)
}

const dialects = {
  anthropic: async () => (await import('./ai-sdk/anthropic.ts')).anthropic,
  openai: async () => (await import('./ai-sdk/openai.ts')).openai,
  google: async () => (await import('./ai-sdk/google.ts')).google,
}
