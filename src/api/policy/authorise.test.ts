import { expect, it } from 'vitest'
import { principalOf } from '../auth/principal.ts'
import { authorise } from './authorise.ts'
import { parsePolicy } from './parse-policy.ts'
import { permissionsOf } from './permissions.ts'

const principal = principalOf({ accessKeyId: 'AKIAALICE', accountId: '123456789012', userName: 'alice' })
const { account, accessKeyId } = principal

/** Whether alice may list flows from an address, by a policy of these statements. */
const mayListFlows = async (statements: readonly object[], address: string | undefined): Promise<boolean> => {
  const parsed = parsePolicy(JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: statements })), 'test')
  if ('faults' in parsed) throw new Error(parsed.faults[0]?.message)
  const permissions = new Map([[accessKeyId, permissionsOf([parsed.policy])]])
  const ask = authorise({ permissions, tagsOf: async () => ({}), clock: { now: () => 0 } })
  const caller = { account, accessKeyId, region: 'us-east-1', principal }
  const call = { caller, labels: {}, query: new URLSearchParams(), address, secure: false, body: async () => undefined }
  return ask({ ...call, name: 'ListFlows' }).then(
    () => true,
    () => false,
  )
}

const all = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }
const denied = (Condition: object) => [all, { Effect: 'Deny', Action: 'bedrock:*', Resource: '*', Condition }]

it.each([
  ['a Deny of addresses', denied({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
  ['a Deny of all but some addresses', denied({ NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/24' } })],
  ['an Allow of all but some addresses', [{ ...all, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }]],
])('nobody escapes %s by being gone already', async (_, statements) => {
  expect(await mayListFlows(statements, '198.51.100.7')).toBe(true)
  expect(await mayListFlows(statements, '203.0.113.7')).toBe(false)
  expect(await mayListFlows(statements, undefined)).toBe(false)
})

it('who is gone may do what depends on no address', async () => {
  expect(await mayListFlows([all], undefined)).toBe(true)
})
