import { describe, expect, it } from 'vitest'
import type { Json } from '../../lib/json.ts'
import { bedrockActions } from './bedrock-actions.ts'
import { parsePolicy } from './parse-policy.ts'

const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
const policy = (statement: object): object => ({ Version: '2012-10-17', Statement: { ...allow, ...statement } })
const faultsOf = (value: unknown): readonly { path: string; message: string }[] => {
  const parsed = parsePolicy(JSON.parse(JSON.stringify(value)) as Json, 'policy.json')
  return 'faults' in parsed ? parsed.faults.map(({ path, message }) => ({ path: path.join(' '), message })) : []
}

describe('a policy', () => {
  it.each<readonly [string, unknown]>([
    ['one statement', { Statement: allow }],
    [
      'a list of them, an Id and Sids',
      {
        Version: '2008-10-17',
        Id: 'x',
        Statement: [
          { ...allow, Sid: 'A' },
          { ...allow, Sid: '' },
        ],
      },
    ],
    [
      "the element's every form",
      policy({ Action: ['bedrock:Get*', 's3:GetObject'], Resource: ['arn:aws:bedrock:*', 'arn:aws:s3:::bucket/*'] }),
    ],
    ['every action that Amazon Bedrock has', policy({ Action: bedrockActions.map((name) => `bedrock:${name}`) })],
    [
      'conditions of other services where it is about no action of Bedrock',
      policy({
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::*:role/${aws:PrincipalTag/Team}',
        Condition: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
      }),
    ],
  ])('may have %s', (_, value) => {
    expect(faultsOf(value)).toEqual([])
  })

  it.each<readonly [value: unknown, path: string, message: string]>([
    ['x', '', "It is 'x', but a policy is a mapping with Version and Statement."],
    [{}, '', 'The policy has no Statement: add one, or a list of them.'],
    [{ Statement: [] }, 'Statement', 'The policy has 0 statements, but must have 1 to 500.'],
    [{ Statement: allow, Version: '2012-10-18' }, 'Version', "The Version is '2012-10-18', but must be '2012-10-17' or '2008-10-17'."],
    [{ Statement: allow, Id: 7 }, 'Id', 'The Id is 7, but must be text of at most 512 characters.'],
    [
      { Statement: allow, Statment: 1 },
      'Statment',
      "The policy has the element 'Statment', which no policy has; the nearest is Statement.",
    ],
    [{ Statement: 'x' }, 'Statement', "Statement 1 is 'x', but must be a mapping with Effect, Action and Resource."],
    [
      {
        Statement: [
          { ...allow, Sid: 'A' },
          { ...allow, Sid: 'A' },
        ],
      },
      'Statement 1 Sid',
      "Statement 2 has the Sid 'A' of statement 1: give each its own.",
    ],
    [policy({ Sid: 'a b' }), 'Statement Sid', "The Sid of statement 1 ('a b') is 'a b', but must be text of letters and digits."],
    [policy({ Effect: 'allow' }), 'Statement Effect', "The Effect of statement 1 is 'allow', but must be 'Allow' or 'Deny'."],
    [policy({ Effect: undefined }), 'Statement', 'Statement 1 has no Effect: add Allow or Deny.'],
    [
      policy({ Principal: '*' }),
      'Statement Principal',
      'Statement 1 has a Principal, but the policy is of the credential that names it: leave the Principal out.',
    ],
    [
      policy({ Actions: 'x' }),
      'Statement Actions',
      "Statement 1 has the element 'Actions', which no statement has; the nearest is Action.",
    ],
    [policy({ Action: undefined }), 'Statement', 'Statement 1 has neither Action nor NotAction: add one of the two.'],
    [policy({ NotAction: '*' }), 'Statement NotAction', 'Statement 1 has both Action and NotAction: leave one of the two out.'],
    [policy({ Resource: undefined }), 'Statement', 'Statement 1 has neither Resource nor NotResource: add one of the two.'],
    [policy({ Action: [] }), 'Statement Action', 'The Action of statement 1 has 0 entries, but must have 1 to 500.'],
    [
      policy({ Action: ['*', 7] }),
      'Statement Action 1',
      'The Action of statement 1 has 7, but must be text of 1 to 2048 characters, or a list of such texts.',
    ],
    [
      policy({ Action: 'GetFlow' }),
      'Statement Action',
      "The Action of statement 1 has 'GetFlow', but an action is written as 'bedrock:GetFlow', with * and ? behind the colon only, or is '*'.",
    ],
    [
      policy({ Action: 'bedrock-agent:DeleteFlow' }),
      'Statement Action',
      "The Action of statement 1 has 'bedrock-agent:DeleteFlow', but no service has the prefix 'bedrock-agent': write 'bedrock:DeleteFlow'.",
    ],
    [
      policy({ Action: ['s3:*', 'Bedrok:*'] }),
      'Statement Action 1',
      "The Action of statement 1 has 'Bedrok:*', but no service has the prefix 'bedrok': write 'bedrock:*'.",
    ],
    [
      policy({ Action: 'bedrock:StopFlowExecutions' }),
      'Statement Action',
      "The Action of statement 1 has 'bedrock:StopFlowExecutions', which no action of Amazon Bedrock is; the nearest is bedrock:StopFlowExecution.",
    ],
    [
      policy({ Resource: 'flow/FLOW123456' }),
      'Statement Resource',
      "The Resource of statement 1 has 'flow/FLOW123456', but a resource is an ARN as 'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456', or '*'.",
    ],
    [
      policy({ Effect: 'Deny', Resource: 'arn:aws:bedrock-agent:*:*:flow/FLOW123456' }),
      'Statement Resource',
      "The Resource of statement 1 has 'arn:aws:bedrock-agent:*:*:flow/FLOW123456', but no service has the name 'bedrock-agent' in ARNs: write 'bedrock'.",
    ],
    [
      policy({ Resource: 'arn:aws:bedrock:flow/FLOW123456' }),
      'Statement Resource',
      "The Resource of statement 1 has 'arn:aws:bedrock:flow/FLOW123456', which has fewer than the six parts of an ARN between colons: it is no resource.",
    ],
    [
      policy({ Resource: 'arn:aws:bedrock:*:*:flow/${aws:userid}' }),
      'Statement Resource',
      "The Resource of statement 1 has 'arn:aws:bedrock:*:*:flow/${aws:userid}', which has the variable ${aws:userid}, a key that no request has here.",
    ],
    [
      policy({ Resource: 'arn:aws:bedrock:*:*:flow/${aws:username' }),
      'Statement Resource',
      "The Resource of statement 1 has 'arn:aws:bedrock:*:*:flow/${aws:username', which begins a variable with ${ and does not close it: add the }, or write ${$}{ for the characters themselves.",
    ],
    [
      { Statement: { ...allow, Resource: 'arn:aws:bedrock:*:*:flow/${aws:username}' } },
      'Statement Resource',
      `The Resource of statement 1 has 'arn:aws:bedrock:*:*:flow/\${aws:username}', which has a variable, which only a policy with "Version": "2012-10-17" has: write that Version.`,
    ],
    [
      policy({ Condition: 7 }),
      'Statement Condition',
      'The Condition of statement 1 is 7, but must be a mapping of operators, as { "StringEquals": { "aws:username": "alice" } }.',
    ],
    [
      policy({ Condition: { StringEqual: { 'aws:username': 'a' } } }),
      'Statement Condition StringEqual',
      "The Condition of statement 1 has the operator 'StringEqual', which is none here; the nearest is StringEquals.",
    ],
    [
      policy({ Condition: { NullIfExists: { 'aws:username': 'true' } } }),
      'Statement Condition NullIfExists',
      "The Condition of statement 1 has the operator 'NullIfExists', which is none here; the nearest is Null.",
    ],
    [
      policy({ Condition: { StringEquals: {} } }),
      'Statement Condition StringEquals',
      'The Condition of statement 1 has with StringEquals {}, but must have a mapping of condition keys to values.',
    ],
    [
      policy({ Condition: { StringEquals: { 'aws:usename': 'a' } } }),
      'Statement Condition StringEquals aws:usename',
      "The Condition of statement 1 has the condition key 'aws:usename', which no request has here; the nearest is aws:username.",
    ],
    [
      policy({ Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }),
      'Statement Condition StringEquals aws:TagKeys',
      'The Condition of statement 1 compares aws:TagKeys by StringEquals, but a request may have several values of it: write ForAllValues:StringEquals or ForAnyValue:StringEquals.',
    ],
    [
      policy({ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '10.0.0.0/33'] } } }),
      'Statement Condition IpAddress aws:SourceIp 1',
      "The Condition of statement 1 has with IpAddress '10.0.0.0/33', which must be an IP address or a range as '203.0.113.0/24'.",
    ],
    [
      policy({ Condition: { NotIpAddress: { 'aws:SourceIp': ['2001:db8::/32', '::FFFF:cb00:7100/120'] } } }),
      'Statement Condition NotIpAddress aws:SourceIp 1',
      "The Condition of statement 1 has with NotIpAddress '::FFFF:cb00:7100/120', which must be an IP address or a range as '203.0.113.0/24'.",
    ],
    [
      policy({ Condition: { DateLessThan: { 'aws:CurrentTime': '2026-02-31T00:00:00Z' } } }),
      'Statement Condition DateLessThan aws:CurrentTime',
      "The Condition of statement 1 has with DateLessThan '2026-02-31T00:00:00Z', which must be a date as '2026-11-23T00:00:00Z', or seconds since 1970.",
    ],
    [
      policy({ Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } }),
      'Statement Condition DateLessThan aws:CurrentTime',
      "The Condition of statement 1 has with DateLessThan 'tomorrow', which must be a date as '2026-11-23T00:00:00Z', or seconds since 1970.",
    ],
    [
      policy({ Condition: { ArnLike: { 'aws:PrincipalArn': '*' } } }),
      'Statement Condition ArnLike aws:PrincipalArn',
      "The Condition of statement 1 has with ArnLike '*', which must be an ARN with its six parts between colons, * where a part may be anything.",
    ],
    [
      policy({ Condition: { Bool: { 'aws:SecureTransport': '${aws:username}' } } }),
      'Statement Condition Bool aws:SecureTransport',
      "The Condition of statement 1 has with Bool '${aws:username}', which has a variable, but must be true or false: AWS fills in variables where texts and ARNs are compared.",
    ],
    [
      policy({ Condition: { Null: { 'aws:username': 'yes' } } }),
      'Statement Condition Null aws:username',
      "The Condition of statement 1 has with Null 'yes', but must have true or false.",
    ],
    [
      policy({ Condition: { StringEquals: { 'aws:username': [null] } } }),
      'Statement Condition StringEquals aws:username 0',
      'The Condition of statement 1, StringEquals aws:username, has the value null, but must have text of at most 2048 characters, a number, true or false.',
    ],
  ])('is refused: %j', (value, path, message) => {
    expect(faultsOf(value)).toEqual([{ path, message }])
  })

  it('is told all that is wrong with it', () => {
    const faults = faultsOf({ Statement: [{ ...allow, Action: 'x' }, { ...allow, Sid: 'B', Resource: 'y', Effect: 'Z' }, allow] })

    expect(faults.map(({ path }) => path)).toEqual(['Statement 0 Action', 'Statement 1 Effect'])
  })

  it('is bounded', () => {
    const long = 'arn:aws:bedrock:*:*:flow/'.padEnd(2_049, 'x')

    expect(faultsOf(policy({ Resource: long })).length).toBe(1)
    expect(faultsOf(policy({ Resource: Array.from({ length: 501 }, () => '*') })).length).toBe(1)
    expect(faultsOf({ Statement: Array.from({ length: 501 }, () => allow) }).length).toBe(1)
  })
})
