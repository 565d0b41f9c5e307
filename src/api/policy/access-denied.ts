import { AccessDeniedException } from '../../contract/exceptions.ts'
import type { Principal } from '../auth/principal.ts'

interface Refused {
  readonly principal: Principal
  readonly action: string
  readonly resource: string
  /** Whether a statement denies it; else none allows it. */
  readonly isExplicit: boolean
}

/**
 * The refusal in AWS's words, which do not name the statement: a caller need not know what the policies say.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const accessDenied = ({ principal, action, resource, isExplicit }: Refused): AccessDeniedException => {
  const on = resource === '*' ? '' : ` on resource: ${resource.slice(0, longestArn)}`
  const because = isExplicit
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${action} action`
  return new AccessDeniedException(`User: ${principal.arn} is not authorized to perform: ${action}${on} ${because}`)
}

const longestArn = 2_048
