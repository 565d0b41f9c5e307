import { defaultProvider } from '@aws-sdk/credential-provider-node'

/** Where one of AWS's services is, or what speaks its API. */
export interface AwsService {
  readonly region: string
  /** @defaultValue the region's own endpoint */
  readonly endpointUrl?: string
  /** Of AWS's shared configuration files. @defaultValue the SDK's usual chain of credentials */
  readonly profile?: string
}

/** What every client of an AWS SDK is set to here. */
export const clientSettings = ({ region, endpointUrl }: AwsService) => ({
  region,
  // An attempt that failed is for the engine to repeat: it tells so, and a stop ends the pause.
  maxAttempts: 1,
  ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
})

/** The usual chain of credentials, with connections of its own: the client's belong to its calls. */
export const usualCredentials = ({ region, profile }: AwsService) => {
  const credentials = defaultProvider({ clientConfig: { region }, ...(profile !== undefined && { profile }) })
  return () => credentials()
}

/** What a stop need not wait for: credentials that are still being fetched. Nothing is sent after it. */
export const unlessBefore = async <T>(call: { readonly sent: boolean }, signal: AbortSignal, asked: Promise<T>): Promise<T> => {
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => {
    if (!call.sent) stopped.reject(signal.reason)
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([asked, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
    asked.catch(() => {})
  }
}
