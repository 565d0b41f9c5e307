import type { ConverseRequest } from '../../flow/capabilities/language-model.ts'
import { systemClock } from '../../lib/clock.ts'
import type { LanguageModelProvider } from './provider.ts'
import { openProvider } from './provider.ts'
import type { WireFormat } from './wire-format.contract.ts'
import { anthropicFormat, bedrockFormat, googleFormat, openAiFormat } from './wire-formats.contract.ts'

/** A kind of provider, and what it speaks. */
export interface Vendor {
  readonly type: LanguageModelProvider['type']
  readonly format: WireFormat
  /** What stands between the origin and the vendor's own paths. */
  readonly path: string
}

export const vendors: readonly Vendor[] = [
  { type: 'openai-compatible', format: openAiFormat, path: '/v1' },
  { type: 'openai', format: openAiFormat, path: '/v1' },
  { type: 'anthropic', format: anthropicFormat, path: '/v1' },
  { type: 'google', format: googleFormat, path: '/v1beta' },
  { type: 'bedrock', format: bedrockFormat, path: '' },
]

export const vendorOf = (type: Vendor['type']): Vendor => {
  const vendor = vendors.find((each) => each.type === type)
  if (!vendor) throw new Error(`No vendor ${type}`)
  return vendor
}

export const apiKey = 'sk-secret'
export const surroundings = {
  clock: systemClock,
  ids: { resource: () => 'RESOURCE01', uuid: () => 'drawn-id' },
  answerBytes: 100_000,
  environment: { VENDOR_KEY: apiKey },
}

export const openVendor = ({ type, path }: Vendor, origin: string) =>
  openProvider(
    'vendor',
    {
      type,
      apiKeyEnv: 'VENDOR_KEY',
      ...(type === 'bedrock' ? { region: 'us-east-1', endpointUrl: origin } : { baseUrl: `${origin}${path}` }),
      maxConcurrency: 10,
      retries: 3,
    },
    surroundings,
  )

export const asking = (text: string, changes: Partial<ConverseRequest> = {}): ConverseRequest => ({
  modelId: 'some-model',
  messages: [{ role: 'user', content: [{ text }] }],
  system: [],
  ...changes,
})
