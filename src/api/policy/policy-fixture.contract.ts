import type { Json } from '../../lib/json.ts'
import { parsePolicy } from './parse-policy.ts'
import type { Policy } from './policy.ts'
import type { AccessRequest } from './permissions.ts'

export const flow = 'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456'
export const alias = `${flow}/alias/LIVE000001`
export const execution = `${alias}/execution/run-1`

/** A policy of the current version with these statements. @throws Error - with all that is wrong with it. */
export const policyOf = (statement: unknown, { name = 'policy.json' } = {}): Policy => {
  const parsed = parsePolicy(JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: statement })) as Json, name)
  if ('faults' in parsed) throw new Error(parsed.faults.map(({ message }) => message).join(' '))
  return parsed.policy
}

/** What alice asks from 203.0.113.7, unless `context` says otherwise; `undefined` takes a key away. */
export const requestOf = (
  action: string,
  resource: string,
  context: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): AccessRequest => {
  const values = new Map(
    Object.entries({
      'aws:username': 'alice',
      'aws:PrincipalArn': 'arn:aws:iam::123456789012:user/alice',
      'aws:PrincipalAccount': '123456789012',
      'aws:RequestedRegion': 'us-east-1',
      'aws:ResourceAccount': resource.split(':')[4] ?? '123456789012',
      'aws:SourceIp': '203.0.113.7',
      'aws:SecureTransport': 'true',
      'aws:CurrentTime': '2026-11-23T12:00:00.000Z',
      'aws:EpochTime': '1795435200',
      ...context,
    }).map(([key, value]) => [key.toLowerCase(), value === undefined ? [] : [value].flat()]),
  )
  return { action, resource, context: (key) => values.get(key) ?? [] }
}
