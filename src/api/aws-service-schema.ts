import Type from 'typebox'

/** Where one of AWS's services is, or what speaks its API. */
export const awsService = (others: string) => ({
  region: Type.String({
    description: 'The AWS region.',
    pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
    allowed: "an AWS region, as 'us-east-1'",
  }),
  endpointUrl: Type.Optional(
    Type.String({
      description: `In place of the region's own endpoint: ${others}.`,
      pattern: '^https?://[^\\s/@?#]+(?:/[^\\s@?#]*)?$',
      allowed: 'an http:// or https:// URL without user, query and fragment',
      secret: true,
    }),
  ),
  profile: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: "A profile in AWS's shared configuration files. Left out: credentials as every AWS SDK finds them.",
    }),
  ),
})
