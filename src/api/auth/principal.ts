/** Who calls, as a verified signature has shown. */
export interface Principal {
  /** `arn:aws:iam::ACCOUNT:user/NAME` */
  readonly arn: string
  readonly account: string
  readonly userName: string
  readonly accessKeyId: string
}

/** The principal of a credential. */
export const principalOf = ({ accessKeyId, accountId, userName }: CredentialOwner): Principal => ({
  arn: `arn:aws:iam::${accountId}:user/${userName}`,
  account: accountId,
  userName,
  accessKeyId,
})

interface CredentialOwner {
  readonly accessKeyId: string
  readonly accountId: string
  readonly userName: string
}
