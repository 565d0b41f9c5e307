import Type from 'typebox'
import { section } from './configuration-section.ts'

const environmentVariable = (description: string) =>
  Type.String({
    description,
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    allowed: 'the name of an environment variable, not the secret itself',
    secret: true,
  })

const Policy = Type.Unsafe<string | object>({
  type: ['string', 'object'],
  minLength: 1,
  maxLength: 4096,
  description: 'An IAM policy of an identity: a file, relative to this one, or the policy itself.',
  allowed: 'a file, or a policy',
})

const Credential = section(
  {
    accessKeyId: Type.String({
      pattern: '^[A-Za-z0-9_.+=@-]{1,128}$',
      description: 'What a client has as its access key.',
      allowed: 'at most 128 letters, digits and _.+=@-, in quotes where YAML would read a number',
    }),
    secretAccessKeyEnv: environmentVariable('The environment variable that holds the secret access key.'),
    sessionTokenEnv: Type.Optional(
      environmentVariable(
        'The environment variable that holds the session token, which a client then must send. Left out: it must send none.',
      ),
    ),
    expiresAt: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?(?:Z|[+-]\\d\\d:\\d\\d)$',
        description: 'From then on the credential is refused. Left out: never.',
        allowed: "a time with its zone, as '2027-01-31T12:00:00Z'",
      }),
    ),
    accountId: Type.String({
      pattern: '^[0-9]{12}$',
      description: 'Whose flows it reaches.',
      allowed: 'twelve digits, in quotes where YAML would read a number',
    }),
    userName: Type.String({
      pattern: '^[A-Za-z0-9_+=,.@-]{1,64}$',
      description: 'Who it is: the principal is arn:aws:iam::ACCOUNT:user/NAME. Two credentials may be the same user.',
      allowed: 'at most 64 letters, digits and _+=,.@-, in quotes where YAML would read a number',
    }),
    policies: Type.Optional(
      Type.Array(Policy, { maxItems: 20, description: 'What it may do where signatures are verified: without any, nothing.' }),
    ),
  },
  { description: 'An access key.' },
)

/** The section `access`: who may call. */
export const Access = section(
  {
    mode: Type.Optional(
      Type.Enum(['open', 'verified'], {
        description:
          'verified checks the signature of every request; open takes any that is well formed. Left out: verified once there are credentials.',
        allowed: "'open' or 'verified'",
      }),
    ),
    credentials: Type.Array(Credential, { default: [], maxItems: 10_000, description: 'The access keys that may call.' }),
  },
  { default: {}, description: 'Who may call.' },
)

export type AccessSettings = Type.Static<typeof Access>

export type AccessMode = 'open' | 'verified'

/** Whether signatures are verified. */
export const accessModeOf = ({ mode, credentials }: AccessSettings): AccessMode => mode ?? (credentials.length > 0 ? 'verified' : 'open')
