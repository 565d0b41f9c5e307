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

/** Nobody answers at the endpoint, or the connection is lost before an answer. */
export class NobodyAnswers extends Error {
  override readonly name = 'NobodyAnswers'
}

/** Signed requests to a running server, as any client of AWS makes them. @throws NobodyAnswers @throws Error - there are no such credentials. */
export const signedClient = ({ endpoint, region, account, environment, profile = environment['AWS_PROFILE'] }: ClientOptions) => {
  const named = (profile ?? environment['AWS_ACCESS_KEY_ID'] ?? '') !== ''
  // A server on this machine takes any: the account's number is its access key.
  const credentials = named ? defaultProvider(profile === undefined ? {} : { profile }) : { accessKeyId: account, secretAccessKey: 'any' }
  const signer = new SignatureV4({ credentials, region, service: 'bedrock', sha256: Sha256 })
  return async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const { host, hostname, port, protocol } = new URL(endpoint)
    const request = { method: 'GET', protocol, hostname, ...(port !== '' && { port: Number(port) }), path, query: {} }
    const signed = await signer.sign({ ...request, headers: { host, ...headers } }).catch((cause: unknown) => {
      const from = profile === undefined ? "AWS's variables" : `The profile ${profile}`
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`${from} gave no credentials (${why}): choose another with --profile.`, { cause })
    })
    const response = await fetch(new URL(path, endpoint), { headers: signed.headers }).catch((cause: unknown) => {
      const distrust = certificateFault(cause)
      if (distrust !== undefined)
        throw new Error(
          `The certificate of ${endpoint} is not trusted (${distrust}): name its authority by NODE_EXTRA_CA_CERTS, and the server as the certificate does.`,
          { cause },
        )
      throw new NobodyAnswers(`Nobody answers at ${endpoint}: start the server, or say where it is with --endpoint-url.`, { cause })
    })
    if (!named && response.headers.get('x-amzn-errortype') === 'UnrecognizedClientException')
      throw new Error('The server verifies signatures: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a --profile.')
    return response
  }
}

/** The code of Node.js for why it does not trust the server, in what fetch says of a lost connection. */
const certificateFault = (error: unknown): string | undefined => {
  const reason = error instanceof Error ? error.cause : undefined
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : ''
  return /CERT|VERIFY|ISSUER/.test(code) ? code : undefined
}
