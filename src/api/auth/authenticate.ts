import type { Clock } from '../../lib/clock.ts'
import type { AccessSettings } from '../access-schema.ts'
import { accessModeOf } from '../access-schema.ts'
import type { Caller } from '../operations/operation.ts'
import type { Request } from '../protocol/http-application.ts'
import type { Signed } from './authorization.ts'
import { callerOf, signatureOf } from './authorization.ts'
import { credentialsOf } from './credentials.ts'
import type { Verification } from './verify-signature.ts'
import { verifySignature } from './verify-signature.ts'

/** Says who makes a request. @throws ServiceException - it is not signed as it must be. */
export type Authenticate = (request: Request, rules: AuthenticationRules) => Promise<Authenticated>

export interface AuthenticationRules {
  /** Whether the web page that sends it may call with a presigned URL. */
  readonly pageMayCall: boolean
  /** Of a body that must be read to verify the signature. */
  readonly bodyLimitBytes: number
}

export interface Authenticated {
  readonly caller: Caller
  /** The body to read in place of the request's. */
  readonly body: Request['body']
}

/** By the configuration, whose secrets the environment has. @throws ConfigurationError - a secret is not there. */
export const authenticatorOf = (
  access: AccessSettings,
  { environment, clock }: { environment: Readonly<Record<string, string | undefined>>; clock: Clock },
): Authenticate =>
  accessModeOf(access) === 'open' ? openAccess : verifiedAccess({ credentials: credentialsOf(access, environment), clock })

/** Any signature that is well formed. */
export const openAccess: Authenticate = async (request, { pageMayCall }) => ({
  caller: callerOf(signedOf(request, pageMayCall)),
  body: (limitBytes) => request.body(limitBytes),
})

/** Signatures of these credentials. The account is the credential's, the region the signature's. */
export const verifiedAccess =
  (verification: Verification): Authenticate =>
  async (request, { pageMayCall, bodyLimitBytes }) => {
    const signature = signatureOf(signedOf(request, pageMayCall))
    const { credential, body } = await verifySignature(request, { signature, bodyLimitBytes }, verification)
    const { principal } = credential
    const { account, accessKeyId } = principal
    return { caller: { account, accessKeyId, region: signature.region, principal }, body }
  }

const signedOf = ({ header, query }: Request, pageMayCall: boolean): Signed => ({
  authorization: header('authorization'),
  date: header('x-amz-date') ?? header('date'),
  origin: header('origin'),
  pageMayCall,
  query,
})
