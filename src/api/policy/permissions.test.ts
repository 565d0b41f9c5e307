import { describe, expect, it } from 'vitest'
import { decide, permissionsOf } from './permissions.ts'
import { alias, execution, flow, policyOf, requestOf } from './policy-fixture.contract.ts'

const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
const elsewhere = 'arn:aws:bedrock:us-east-1:999999999999:flow/FLOW123456'

/**
 * Statements, action, resource, whether it is allowed, and by which statement.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
type Case = readonly [what: string, statements: unknown, action: string, resource: string, allowed: boolean, by?: string]
const cases: readonly Case[] = [
  ['nothing allows what no statement is about', { ...allow, Action: 'bedrock:GetFlow' }, 'DeleteFlow', flow, false],
  ['an action is allowed by its name', { ...allow, Action: 'bedrock:GetFlow' }, 'GetFlow', flow, true, 'statement 1'],
  ['actions are compared in any case', { ...allow, Action: 'BEDROCK:getflow' }, 'GetFlow', flow, true, 'statement 1'],
  ['* is every action', allow, 'StopFlowExecution', execution, true, 'statement 1'],
  ['bedrock:* is every action of Bedrock', { ...allow, Action: 'bedrock:*' }, 'StopFlowExecution', execution, true, 'statement 1'],
  ['* stands for characters within a name', { ...allow, Action: 'bedrock:*Flow' }, 'GetFlow', flow, true, 'statement 1'],
  ['* within a name ends where the name goes on', { ...allow, Action: 'bedrock:*Flow' }, 'GetFlowAlias', alias, false],
  ['? stands for one character', { ...allow, Action: 'bedrock:?etFlow' }, 'GetFlow', flow, true, 'statement 1'],
  ['? does not stand for none', { ...allow, Action: 'bedrock:GetFlow?*' }, 'GetFlow', flow, false],
  ['one of a list is enough', { ...allow, Action: ['bedrock:ListFlows', 'bedrock:GetFlow'] }, 'GetFlow', flow, true, 'statement 1'],
  ['actions of other services are about nothing here', { ...allow, Action: ['s3:*', 'iam:PassRole'] }, 'GetFlow', flow, false],
  ['NotAction is about all others', { Effect: 'Allow', NotAction: 'bedrock:Delete*', Resource: '*' }, 'GetFlow', flow, true, 'statement 1'],
  ['NotAction is not about its own', { Effect: 'Allow', NotAction: 'bedrock:Delete*', Resource: '*' }, 'DeleteFlow', flow, false],
  [
    'Deny with NotAction leaves its own alone',
    [allow, { Effect: 'Deny', NotAction: 'bedrock:Get*', Resource: '*' }],
    'GetFlow',
    flow,
    true,
    'statement 1',
  ],
  [
    'Deny with NotAction denies the rest',
    [allow, { Effect: 'Deny', NotAction: 'bedrock:Get*', Resource: '*' }],
    'DeleteFlow',
    flow,
    false,
    'statement 2',
  ],
  ['a Deny wins over an Allow before it', [allow, { ...allow, Effect: 'Deny', Sid: 'Never' }], 'GetFlow', flow, false, 'Never'],
  ['a Deny wins over an Allow behind it', [{ ...allow, Effect: 'Deny', Sid: 'Never' }, allow], 'GetFlow', flow, false, 'Never'],
  [
    'a Deny about another action denies nothing',
    [{ ...allow, Effect: 'Deny', Action: 'bedrock:DeleteFlow' }, allow],
    'GetFlow',
    flow,
    true,
    'statement 2',
  ],
  ['a Deny alone allows nothing else', { ...allow, Effect: 'Deny', Action: 'bedrock:DeleteFlow' }, 'GetFlow', flow, false],
  ['a resource is allowed by its ARN', { ...allow, Resource: flow }, 'GetFlow', flow, true, 'statement 1'],
  ['the ARN of a flow is not that of its alias', { ...allow, Resource: flow }, 'InvokeFlow', alias, false],
  ['* spans what is below a flow', { ...allow, Resource: `${flow}/*` }, 'StopFlowExecution', execution, true, 'statement 1'],
  [
    '* spans what is below every flow',
    { ...allow, Resource: 'arn:aws:bedrock:*:*:flow/*' },
    'StopFlowExecution',
    execution,
    true,
    'statement 1',
  ],
  ['* spans colons', { ...allow, Resource: 'arn:aws:bedrock:*:flow/FLOW123456' }, 'GetFlow', flow, true, 'statement 1'],
  [
    'several * each stand for something',
    { ...allow, Resource: 'arn:*:bedrock:*:flow/*/alias/*/execution/*-1' },
    'StopFlowExecution',
    execution,
    true,
    'statement 1',
  ],
  ['resources are compared in their case', { ...allow, Resource: flow.toLowerCase() }, 'GetFlow', flow, false],
  ['? stands for one character of a resource', { ...allow, Resource: flow.replace('6', '?') }, 'GetFlow', flow, true, 'statement 1'],
  ['another account is another resource', { ...allow, Resource: flow }, 'GetFlow', elsewhere, false],
  ['another account is allowed by its own ARN', { ...allow, Resource: elsewhere }, 'GetFlow', elsewhere, true, 'statement 1'],
  ['an action without a resource is allowed by * alone', { ...allow, Resource: 'arn:aws:bedrock:*:*:flow/*' }, 'CreateFlow', '*', false],
  ['an action without a resource is allowed by *', allow, 'CreateFlow', '*', true, 'statement 1'],
  ['NotResource is about all others', { Effect: 'Allow', Action: '*', NotResource: elsewhere }, 'GetFlow', flow, true, 'statement 1'],
  ['NotResource is not about its own', { Effect: 'Allow', Action: '*', NotResource: [elsewhere, `${flow}*`] }, 'InvokeFlow', alias, false],
  [
    'Deny with NotResource keeps to its own',
    [allow, { Effect: 'Deny', Action: '*', NotResource: `${flow}*` }],
    'StopFlowExecution',
    execution,
    true,
    'statement 1',
  ],
  [
    'Deny with NotResource denies the rest',
    [allow, { Effect: 'Deny', Action: '*', NotResource: `${flow}*` }],
    'GetFlow',
    elsewhere,
    false,
    'statement 2',
  ],
]

const named = cases.map(([what, statements, action, resource, isAllowed, by]) => ({ what, statements, action, resource, isAllowed, by }))

describe('permissions', () => {
  it.each(named)('$what', ({ statements, action, resource, isAllowed, by }) => {
    const policies = [policyOf(statements)]
    const request = requestOf(`bedrock:${action}`, resource)

    const { by: statement, ...decision } = decide(policies, request)

    expect({ ...decision, by: statement?.name }).toEqual({ isAllowed, by })
    expect(permissionsOf(policies).decide(request).isAllowed).toBe(isAllowed)
  })

  it('of several policies add up, and any of them may deny', () => {
    const reads = policyOf({ ...allow, Action: 'bedrock:Get*' }, { name: 'reads.json' })
    const stops = policyOf({ ...allow, Action: 'bedrock:StopFlowExecution' }, { name: 'stops.json' })
    const neverStops = policyOf({ ...allow, Effect: 'Deny', Action: 'bedrock:Stop*' }, { name: 'never.json' })
    const stop = requestOf('bedrock:StopFlowExecution', execution)

    expect(decide([], stop)).toEqual({ isAllowed: false })
    expect(decide([reads, stops], stop)).toMatchObject({ isAllowed: true, by: { policy: 'stops.json' } })
    expect(decide([reads, stops, neverStops], stop)).toMatchObject({ isAllowed: false, by: { policy: 'never.json' } })
  })

  it('say which condition keys an action depends on', () => {
    const permissions = permissionsOf([
      policyOf([
        { ...allow, Action: 'bedrock:Get*', Condition: { StringEquals: { 'aws:ResourceTag/Team': 'a' } } },
        { ...allow, Action: 'bedrock:Stop*', Resource: `${flow}/\${aws:RequestTag/Team}` },
      ]),
    ])

    expect(permissions.reads('bedrock:GetFlow', 'aws:resourcetag/')).toBe(true)
    expect(permissions.reads('bedrock:GetFlow', 'aws:requesttag/')).toBe(false)
    expect(permissions.reads('bedrock:StopFlowExecution', 'aws:requesttag/')).toBe(true)
    expect(permissions.reads('bedrock:ListFlows', 'aws:resourcetag/')).toBe(false)
  })

  it('keep a decision that nothing can change, and no other', () => {
    const stable = permissionsOf([
      policyOf({ ...allow, Condition: { StringEquals: { 'aws:username': 'alice', 'aws:RequestedRegion': 'us-east-1' } } }),
    ])
    const byAddress = permissionsOf([policyOf({ ...allow, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })])
    const here = requestOf('bedrock:GetFlow', flow)
    const outside = requestOf('bedrock:GetFlow', flow, { 'aws:SourceIp': '198.51.100.1' })

    expect(stable.decide(here)).toBe(stable.decide(requestOf('bedrock:GetFlow', flow)))
    expect(stable.decide(requestOf('bedrock:GetFlow', flow, { 'aws:RequestedRegion': 'eu-west-1' })).isAllowed).toBe(false)
    expect([here, outside, here].map((request) => byAddress.decide(request).isAllowed)).toEqual([true, false, true])
  })

  it('forget decisions that are no longer asked for', () => {
    const permissions = permissionsOf([policyOf({ ...allow, Resource: `${flow}/alias/*1` })])
    const asked = Array.from({ length: 5_000 }, (_, index) => requestOf('bedrock:GetFlowAlias', `${flow}/alias/${index}`))

    const allowed = [...asked, ...asked].filter((request) => permissions.decide(request).isAllowed)

    expect(allowed.length).toBe(1_000)
  })
})
