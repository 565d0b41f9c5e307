import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conditionKeyNames } from '../../src/api/policy/condition-keys.ts'
import { operators } from '../../src/api/policy/condition-operators.ts'
import { decide } from '../../src/api/policy/permissions.ts'
import { parsePolicy } from '../../src/api/policy/parse-policy.ts'
import { requestOf } from '../../src/api/policy/policy-fixture.contract.ts'

const text = readFileSync('docs/access.md', 'utf8')
const policies = [...text.matchAll(/```json policy\n([\s\S]*?)```/g)].map(([, policy = '']) => {
  const parsed = parsePolicy(JSON.parse(policy), 'docs/access.md')
  if ('faults' in parsed) throw new Error(parsed.faults[0]?.message)
  return parsed.policy
})
const account = 'arn:aws:bedrock:us-east-1:123456789012'
const execution = `${account}:flow/FLOW123456/alias/LIVE000001/execution/run-1`
const own = { 'aws:ResourceTag/Owner': 'alice' }
const tags = { 'aws:RequestTag/Owner': 'alice', 'aws:TagKeys': ['Owner'] }

describe('docs/access.md', () => {
  it.each<readonly [policy: number, action: string, resource: string, context: object, allowed: boolean]>([
    [0, 'GetFlow', `${account}:flow/FLOW123456`, {}, true],
    [0, 'StopFlowExecution', execution, {}, false],
    [1, 'StopFlowExecution', execution, {}, true],
    [1, 'StartFlowExecution', `${account}:flow/FLOW123456/alias/LIVE000001`, {}, true],
    [1, 'StartFlowExecution', `${account}:flow/FLOW123456/alias/TSTALIASID`, {}, false],
    [2, 'CreateFlow', '*', tags, true],
    [2, 'CreateFlow', '*', {}, false],
    [2, 'TagResource', `${account}:flow/*`, tags, true],
    [2, 'TagResource', `${account}:flow/*`, { ...tags, 'aws:TagKeys': ['Owner', 'Cost'] }, false],
    [2, 'TagResource', `${account}:flow/FLOW123456`, tags, false],
    [2, 'UpdateFlow', `${account}:flow/FLOW123456`, own, true],
    [2, 'UpdateFlow', `${account}:flow/FLOW123456`, { 'aws:ResourceTag/Owner': 'bob' }, false],
    [3, 'GetFlow', `${account}:flow/FLOW123456`, { 'aws:SourceIp': '203.0.113.7' }, false],
  ])('its example %i about %s on %s with %j: %s', (policy, action, resource, context, allowed) => {
    expect(decide(policies.slice(policy, policy + 1), requestOf(`bedrock:${action}`, resource, { ...context })).isAllowed).toBe(allowed)
  })

  it('has an example that denies whatever another allows', () => {
    const [reader, , , office] = policies
    const get = (address: string) => requestOf('bedrock:GetFlow', `${account}:flow/FLOW123456`, { 'aws:SourceIp': address })
    const both = [reader, office].filter((policy) => policy !== undefined)

    expect(['203.0.113.7', '2001:db8::7', '198.51.100.1'].map((address) => decide(both, get(address)).isAllowed)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('has an example that keeps callers to some regions, whatever another allows', () => {
    const [reader, , , , regions] = policies
    const get = (region: string) => requestOf('bedrock:GetFlow', `${account}:flow/FLOW123456`, { 'aws:RequestedRegion': region })
    const both = [reader, regions].filter((policy) => policy !== undefined)

    expect(['us-east-1', 'eu-central-1', 'made-up'].map((region) => decide(both, get(region)).isAllowed)).toEqual([true, true, false])
  })

  it('names every condition key and every operator', () => {
    const [, conditions = ''] = text.split('## Conditions')
    const unnamed = conditionKeyNames.filter((key) => !conditions.includes(`\`${key}\``))
    const written = [...operators.keys()].filter((operator) => !operator.startsWith('Date') && !conditions.includes(`\`${operator}\``))

    expect([unnamed, written]).toEqual([[], []])
  })
})
