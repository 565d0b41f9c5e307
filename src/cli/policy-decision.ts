import { nearest } from '../api/nearest.ts'
import { conditionKey, conditionKeyNames } from '../api/policy/condition-keys.ts'
import { decide } from '../api/policy/permissions.ts'
import type { Policy } from '../api/policy/policy.ts'
import { requiredAccess } from '../api/policy/required-access.ts'
import { visible } from './code-frame.ts'

/** What somebody wants to know of policies. */
export interface PolicyQuestion {
  readonly action: string
  /** @defaultValue `*` */
  readonly resource?: string
  /** Values of condition keys, as `aws:SourceIp=203.0.113.7`; a key may come several times. */
  readonly context?: readonly string[]
  /** An IAM user's. */
  readonly userArn?: string
}

export interface PolicyDecision {
  readonly allowed: boolean
  readonly action: string
  readonly resource: string
  /** The statement that decides; `null`: none allows it. */
  readonly by: { readonly file: string; readonly statement: string } | null
  /** Condition keys that statements about the action read, and of which nothing is said: they count as absent. */
  readonly notGiven: readonly string[]
}

/** What policies decide together. What the resource, the user's ARN and the clock say need not be given. @throws Error - a resource that no request with this action has, or a condition key that there is not. */
export const policyDecision = (
  policies: readonly Policy[],
  { action, resource = '*', context = [], userArn }: PolicyQuestion,
): PolicyDecision => {
  refuseOtherResource(action, resource)
  const given = [...Map.groupBy(context.map(pairOf), ({ key }) => key)]
  const values = new Map([...implied(resource, userArn), ...given.map(([key, pairs]) => [key, pairs.map(({ value }) => value)] as const)])
  const { isAllowed, by } = decide(policies, { action, resource, context: (key) => values.get(key) ?? [] })
  const read = policies.flatMap(({ statements }) => statements).filter(({ isAbout }) => isAbout(action))
  const notGiven = new Set(read.flatMap(({ keys }) => [...keys]).filter((key) => !values.has(key)))
  return {
    allowed: isAllowed,
    action,
    resource,
    by: by === undefined ? null : { file: by.policy, statement: by.name },
    notGiven: [...notGiven].map((key) => conditionKey(key)?.name ?? key).toSorted(),
  }
}

/** For people: the decision, the statement that made it, and what was left open. */
export const decisionText = ({ allowed, action, resource, by, notGiven }: PolicyDecision): string => {
  const made = by === null ? 'no statement allows it' : `by ${visible(by.statement)} of ${visible(by.file)}`
  const open = notGiven.length === 0 ? '' : `Taken as absent, as no --context says otherwise: ${notGiven.map(visible).join(', ')}.\n`
  return `${allowed ? 'Allowed' : 'Denied'}: ${action} on ${visible(resource)}, ${made}.\n${open}`
}

/** A request would be decided otherwise. */
const refuseOtherResource = (action: string, resource: string): void => {
  if (resource !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(resource))
    throw new Error(`${visible(resource)} is no resource: it is written as ${someFlow}.`)
  const required = Object.values(requiredAccess).find((access) => `bedrock:${access.action}`.toLowerCase() === action.toLowerCase())
  if (required === undefined || required === requiredAccess.ListPrompts) return
  const isAboutNone = required.resources === requiredAccess.ListFlows.resources
  if (isAboutNone && resource !== '*') throw new Error(`${action} is about no resource: leave --resource out.`)
  if (!isAboutNone && resource === '*') throw new Error(`${action} is about a resource: say which with --resource, as ${someFlow}.`)
}

const someFlow = 'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456'

/** What every request has, as far as it follows from its resource and its user. */
const implied = (resource: string, userArn: string | undefined): readonly (readonly [key: string, values: readonly string[]])[] => {
  const [, , , region = '', account = ''] = resource.split(':')
  const now = new Date()
  const known: readonly (readonly [string, string])[] = [
    ['aws:currenttime', now.toISOString()],
    ['aws:epochtime', String(Math.floor(now.getTime() / 1000))],
    ['aws:requestedregion', region],
    ['aws:resourceaccount', account],
    ...(userArn === undefined ? [] : ofUser(userArn)),
  ]
  return known.filter(([, value]) => value !== '').map(([key, value]) => [key, [value]])
}

const ofUser = (arn: string): readonly (readonly [string, string])[] => {
  const [, account = '', path = ''] = /^arn:aws[a-z-]*:iam::(\d{12}):user\/([\w+=,.@/-]{1,576})$/.exec(arn) ?? []
  if (account === '') throw new Error(`${visible(arn)} is no ARN of an IAM user: it is written as arn:aws:iam::123456789012:user/alice.`)
  return [
    ['aws:principalarn', arn],
    ['aws:principalaccount', account],
    ['aws:username', path.slice(path.lastIndexOf('/') + 1)],
  ]
}

const pairOf = (text: string): { readonly key: string; readonly value: string } => {
  const at = text.indexOf('=')
  const key = text.slice(0, Math.max(at, 0))
  if (at === -1) throw new Error(`${visible(text)} is no value of a condition key: it is written as aws:SourceIp=203.0.113.7.`)
  if (conditionKey(key) !== undefined) return { key: key.toLowerCase(), value: text.slice(at + 1) }
  throw new Error(`${visible(key)} is no condition key that requests have here; the nearest is ${nearest(key, conditionKeyNames) ?? ''}.`)
}
