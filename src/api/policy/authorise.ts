import { AccessDeniedException } from '../../contract/exceptions.ts'
import type { OperationName } from '../../contract/operations.ts'
import type { OwnOperationName } from '../../contract/sluice.ts'
import type { Tags } from '../../contract/tag.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Json } from '../../lib/json.ts'
import type { Caller } from '../operations/operation.ts'
import { accessDenied } from './access-denied.ts'
import { permissionsOf } from './permissions.ts'
import type { Decision, Permissions } from './permissions.ts'
import { requestContext } from './request-context.ts'
import type { IsAllowed } from './is-allowed.ts'
import { noTags, requestTags } from './request-tags.ts'
import { requiredAccess } from './required-access.ts'
import type { RequiredAccess } from './required-access.ts'

/** A request whose signature is right. */
export interface Call {
  readonly name: OperationName | OwnOperationName
  readonly caller: Caller
  readonly labels: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly address: string | undefined
  readonly secure: boolean
  /** Read only where something depends on it. */
  readonly body: () => Promise<Json | undefined>
}

/**
 * Whether a caller may do what a request asks for, before anything is looked up and before the body is validated. Answers how to
 * ask for more; `undefined` where nothing is asked, because no signature is verified.
 * @throws AccessDeniedException
 */
export type Authorise = (call: Call) => Promise<IsAllowed | undefined>

export interface AuthoriseOptions {
  /** By access key id. */
  readonly permissions: ReadonlyMap<string, Permissions>
  /** Of a resource of the caller's account and region; none where there is no such resource. */
  readonly tagsOf: (resourceArn: string, caller: Caller) => Promise<Tags>
  readonly clock: Pick<Clock, 'now'>
}

export const authorise =
  ({ permissions, tagsOf, clock }: AuthoriseOptions): Authorise =>
  async (call) => {
    const { name, caller, address, secure } = call
    const { principal, region } = caller
    if (principal === undefined) return undefined
    const own = permissions.get(principal.accessKeyId) ?? nothing
    const required: RequiredAccess = requiredAccess[name]
    const addressed = { ...call, ...caller }

    const decide = async (action: string, resource: string): Promise<Decision> => {
      // Whoever resets the connection behind a request would be from nowhere, and so be met by no Deny of addresses.
      if (address === undefined && own.reads(action, 'aws:sourceip')) throw gone()
      const context = requestContext({
        principal,
        region,
        now: clock.now(),
        address,
        secure,
        resource,
        resourceTags: own.reads(action, 'aws:resourcetag/') ? await tagsOf(resource, caller) : {},
        requestTags: own.reads(action, 'aws:requesttag/') || own.reads(action, 'aws:tagkeys') ? await requestTags(required, call) : noTags,
      })
      return own.decide({ action, resource, context })
    }
    const demand = async (action: string, resources: readonly string[]): Promise<void> => {
      for (const resource of resources) {
        const { isAllowed, by } = await decide(action, resource)
        if (!isAllowed) throw accessDenied({ principal, action, resource, isExplicit: by !== undefined })
      }
    }
    await demand(`bedrock:${required.action}`, required.resources(addressed))
    if (required.tagged && (await requestTags(required, call)).size > 0) await demand('bedrock:TagResource', required.tagged(addressed))
    return async (action, resource) => (await decide(`bedrock:${action}`, resource)).isAllowed
  }

const nothing = permissionsOf([])

const gone = (): AccessDeniedException =>
  new AccessDeniedException('The client has gone, so that its address is not known, which a policy asks for (aws:SourceIp).')
