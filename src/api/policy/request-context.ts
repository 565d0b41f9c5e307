import type { Principal } from '../auth/principal.ts'
import type { Context } from './condition-keys.ts'

/** What a request says beside its action and resource. */
export interface RequestFacts {
  readonly principal: Principal
  readonly region: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The client's; unknown where it has gone. */
  readonly address: string | undefined
  readonly secure: boolean
  /** An ARN, or `*`. */
  readonly resource: string
  readonly resourceTags: Readonly<Record<string, string>>
  /** The request's tags; those that it takes away have no value. */
  readonly requestTags: ReadonlyMap<string, string | undefined>
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export const requestContext =
  ({ principal, region, now, address, secure, resource, resourceTags, requestTags }: RequestFacts): Context =>
  (key) => {
    switch (key) {
      case 'aws:username':
        return [principal.userName]
      case 'aws:principalarn':
        return [principal.arn]
      case 'aws:principalaccount':
        return [principal.account]
      case 'aws:requestedregion':
        return [region]
      case 'aws:resourceaccount':
        return present(resource === '*' ? principal.account : resource.split(':')[4])
      case 'aws:sourceip':
        return present(address)
      case 'aws:securetransport':
        return [String(secure)]
      case 'aws:currenttime':
        return [new Date(now).toISOString()]
      case 'aws:epochtime':
        return [String(Math.floor(now / 1000))]
      case 'aws:tagkeys':
        return [...requestTags.keys()]
      default:
        return [...tagsNamed(key, 'aws:resourcetag/', Object.entries(resourceTags)), ...tagsNamed(key, 'aws:requesttag/', requestTags)]
    }
  }

const present = (value: string | undefined): readonly string[] => (value === undefined || value === '' ? [] : [value])

const tagsNamed = (key: string, family: string, tags: Iterable<readonly [string, string | undefined]>): readonly string[] =>
  key.startsWith(family)
    ? [...tags].flatMap(([name, value]) => (value !== undefined && name.toLowerCase() === key.slice(family.length) ? [value] : []))
    : []
