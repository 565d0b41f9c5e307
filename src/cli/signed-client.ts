import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Environment } from '../api/configuration.ts'

/** Whom a command of the client kind talks to, and as whom. */
export interface ClientOptions {
  readonly endpoint: string
  readonly region: string
  /** Whose credentials stand in for none. */
  readonly account: string
  readonly profile?: string | undefined
  readonly environment: Environment
}

/** Signed requests to a running server, as any client of AWS makes them. @throws Error - one sentence: nobody answers there. */
export const signedClient = ({ endpoint, region, account, environment, profile = environment['AWS_PROFILE'] }: ClientOptions) => {
  const named = (profile ?? environment['AWS_ACCESS_KEY_ID'] ?? '') !== ''
  // A server on this machine takes any: the account's number is its access key.
  const credentials = named ? defaultProvider(profile === undefined ? {} : { profile }) : { accessKeyId: account, secretAccessKey: 'any' }
  const signer = new SignatureV4({ credentials, region, service: 'bedrock', sha256: Sha256 })
  return async (
    path: string,
    { headers = {}, signal }: { readonly headers?: Record<string, string>; readonly signal?: AbortSignal } = {},
  ) => {
    const { host, hostname, port, protocol } = new URL(endpoint)
    const signed = await signer.sign({
      method: 'GET',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path,
      query: {},
      headers: { host, ...headers },
    })
    return fetch(new URL(path, endpoint), { headers: signed.headers, ...(signal && { signal }) })
  }
}
