import { describe, expect, it } from 'vitest'
import { decide } from './permissions.ts'
import { flow, policyOf, requestOf } from './policy-fixture.contract.ts'

const ask = (condition: unknown, context: Parameters<typeof requestOf>[2], effect: 'Allow' | 'Deny' = 'Allow'): boolean => {
  const all = { Effect: 'Allow', Action: '*', Resource: '*' }
  const conditional = { Effect: effect, Action: '*', Resource: '*', Condition: condition }
  return decide([policyOf(effect === 'Allow' ? conditional : [all, conditional])], requestOf('bedrock:GetFlow', flow, context)).isAllowed
}

const tag = 'aws:ResourceTag/Team'
const keys = 'aws:TagKeys'

/**
 * Operator, key, values of the policy, value of the request, whether the condition holds.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const cases: readonly (readonly [
  operator: string,
  key: string,
  policy: unknown,
  request: string | readonly string[] | undefined,
  holds: boolean,
])[] = [
  ['StringEquals', tag, 'red', 'red', true],
  ['StringEquals', tag, 'red', 'Red', false],
  ['StringEquals', tag, 'r*', 'red', false],
  ['StringEquals', tag, 'r*', 'r*', true],
  ['StringEquals', tag, ['blue', 'red'], 'red', true],
  ['StringEquals', tag, 'red', undefined, false],
  ['StringEquals', tag, '', '', true],
  ['StringNotEquals', tag, 'red', 'blue', true],
  ['StringNotEquals', tag, 'red', 'red', false],
  ['StringNotEquals', tag, ['blue', 'red'], 'red', false],
  ['StringNotEquals', tag, 'red', undefined, true],
  ['StringEqualsIgnoreCase', tag, 'RED', 'red', true],
  ['StringNotEqualsIgnoreCase', tag, 'RED', 'red', false],
  ['StringLike', tag, 'r*d', 'reed', true],
  ['StringLike', tag, 'r?d', 'reed', false],
  ['StringLike', tag, 'r*', undefined, false],
  ['StringNotLike', tag, 'r*', 'red', false],
  ['StringNotLike', tag, 'r*', undefined, true],
  ['StringEqualsIfExists', tag, 'red', undefined, true],
  ['StringEqualsIfExists', tag, 'red', 'blue', false],
  ['StringNotEqualsIfExists', tag, 'red', 'red', false],
  ['NumericEquals', 'aws:EpochTime', 1795435200, '1795435200', true],
  ['NumericEquals', 'aws:EpochTime', '1795435200.0', '1795435200', true],
  ['NumericNotEquals', 'aws:EpochTime', '1', '1795435200', true],
  ['NumericLessThan', 'aws:EpochTime', '1795435200', '1795435200', false],
  ['NumericLessThanEquals', 'aws:EpochTime', '1795435200', '1795435200', true],
  ['NumericGreaterThan', 'aws:EpochTime', '1795435199', '1795435200', true],
  ['NumericGreaterThanEquals', 'aws:EpochTime', '1795435201', '1795435200', false],
  ['NumericEquals', tag, '7', 'seven', false],
  ['NumericNotEquals', tag, '7', 'seven', true],
  ['NumericLessThanIfExists', tag, '7', undefined, true],
  ['DateEquals', 'aws:CurrentTime', '2026-11-23T13:00:00+01:00', '2026-11-23T12:00:00.000Z', true],
  ['DateNotEquals', 'aws:CurrentTime', '2026-11-23', '2026-11-23T12:00:00.000Z', true],
  ['DateLessThan', 'aws:CurrentTime', '2026-11-24', '2026-11-23T12:00:00.000Z', true],
  ['DateLessThanEquals', 'aws:CurrentTime', '2026-11-22', '2026-11-23T12:00:00.000Z', false],
  ['DateGreaterThan', 'aws:CurrentTime', '2026', '2026-11-23T12:00:00.000Z', true],
  ['DateGreaterThanEquals', 'aws:CurrentTime', '1795435200', '2026-11-23T12:00:00.000Z', true],
  ['DateGreaterThan', 'aws:EpochTime', '2026-11-24T00:00:00Z', '1795435200', false],
  ['Bool', 'aws:SecureTransport', true, 'true', true],
  ['Bool', 'aws:SecureTransport', 'TRUE', 'false', false],
  ['BoolIfExists', 'aws:SecureTransport', 'true', undefined, true],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.7', true],
  ['IpAddress', 'aws:SourceIp', '203.0.113.8', '203.0.113.7', false],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', '203.0.113.7', true],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', '2001:db8::7', false],
  ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '2001:db8::/32'], '2001:DB8:0:0::7', true],
  ['IpAddress', 'aws:SourceIp', '::/0', '203.0.113.7', false],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', undefined, false],
  ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.7', false],
  ['NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8', '192.168.0.0/16'], '203.0.113.7', true],
  ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', undefined, true],
  ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:user/al*', 'arn:aws:iam::123456789012:user/alice', true],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:user/?lice', 'arn:aws:iam::123456789012:user/alice', true],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:*:*:*:*', 'arn:aws:iam::123456789012:user/alice', true],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*:x:user/alice', 'arn:aws:iam::123456789012:x:user/alice', false],
  ['ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:user/bob', 'arn:aws:iam::123456789012:user/alice', true],
  ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/*', 'arn:aws:iam::123456789012:user/alice', false],
  ['ArnLike', tag, 'arn:aws:iam::*:user/*', 'no ARN', false],
  ['Null', tag, 'true', undefined, true],
  ['Null', tag, true, 'red', false],
  ['Null', tag, 'false', 'red', true],
  ['Null', tag, 'false', undefined, false],
  ['Null', keys, 'false', ['a'], true],
  ['ForAllValues:StringEquals', keys, ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', keys, ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', keys, ['a', 'b'], undefined, true],
  ['ForAllValues:StringLike', keys, 'a*', ['a', 'ab'], true],
  ['ForAllValues:StringNotEquals', keys, ['a', 'b'], ['c', 'd'], true],
  ['ForAllValues:StringNotEquals', keys, ['a', 'b'], ['c', 'a'], false],
  ['ForAnyValue:StringEquals', keys, ['a', 'b'], ['c', 'a'], true],
  ['ForAnyValue:StringEquals', keys, ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringEquals', keys, ['a', 'b'], undefined, false],
  ['ForAnyValue:StringNotEquals', keys, ['a', 'b'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', keys, ['a', 'b'], ['a'], false],
  ['ForAnyValue:StringNotEquals', keys, ['a', 'b'], undefined, false],
  ['ForAnyValue:StringEqualsIfExists', keys, 'a', undefined, true],
  ['ForAllValues:StringEquals', tag, 'red', '', true],
  ['ForAnyValue:StringEquals', tag, '', '', false],
]

describe('a condition', () => {
  it.each(cases)('%s of %s with %j and the value %j in the request: %s', (operator, key, policy, value, isHeld) => {
    const condition = { [operator]: { [key]: policy } }

    expect(ask(condition, { [key]: value })).toBe(isHeld)
    expect(ask(condition, { [key]: value }, 'Deny')).toBe(!isHeld)
  })

  it('holds when all its operators and all their keys hold', () => {
    const condition = { StringEquals: { [tag]: 'red', 'aws:username': 'alice' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }

    expect(ask(condition, { [tag]: 'red' })).toBe(true)
    expect(ask(condition, { [tag]: 'blue' })).toBe(false)
    expect(ask(condition, { [tag]: 'red', 'aws:username': 'bob' })).toBe(false)
    expect(ask(condition, { [tag]: 'red', 'aws:SourceIp': '198.51.100.1' })).toBe(false)
  })

  it('names its key in any case, the key of a tag too', () => {
    expect(ask({ StringEquals: { 'AWS:userName': 'alice' } }, {})).toBe(true)
    expect(ask({ StringEquals: { 'aws:resourcetag/TEAM': 'red' } }, { [tag]: 'red' })).toBe(true)
  })

  it('is as strict as it can be where keys of tags differ in case only', () => {
    const condition = { StringEquals: { [tag]: 'red' } }

    expect(ask(condition, { [tag]: ['red', 'blue'] })).toBe(false)
    expect(ask(condition, { [tag]: ['red', 'blue'] }, 'Deny')).toBe(false)
  })
})

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
describe('a variable', () => {
  const covers = (resource: string, asked: string, context = {}): boolean =>
    decide([policyOf({ Effect: 'Allow', Action: '*', Resource: resource })], requestOf('bedrock:GetFlow', asked, context)).isAllowed
  const arn = (end: string): string => `arn:aws:bedrock:us-east-1:123456789012:flow/${end}`

  it.each([
    ['${aws:username}', 'alice', {}, true],
    ['${AWS:UserName}', 'alice', {}, true],
    ['${aws:username}-*', 'alice-1', {}, true],
    ['${aws:username}', 'bob', {}, false],
    ['${aws:PrincipalAccount}', '123456789012', {}, true],
    ["${aws:ResourceTag/Team, 'none'}", 'red', { 'aws:ResourceTag/Team': 'red' }, true],
    ["${aws:ResourceTag/Team, 'none'}", 'none', {}, true],
    ['${aws:ResourceTag/Team}', '', {}, false],
    ['${aws:ResourceTag/Team}', 'anything', { 'aws:ResourceTag/Team': '*' }, false],
    ['${*}', '*', {}, true],
    ['${*}', 'x', {}, false],
    ['${?}', 'x', {}, false],
    ['${$}{aws:username}', '${aws:username}', {}, true],
    ['$x', '$x', {}, true],
  ])('%s in a resource is about %s, with %j: %s', (written, asked, context, isCovered) => {
    expect(covers(arn(written), arn(asked), context)).toBe(isCovered)
  })

  it('stands for a value of the request in a condition', () => {
    const own = { StringEquals: { 'aws:ResourceTag/Owner': '${aws:username}' } }

    expect(ask(own, { 'aws:ResourceTag/Owner': 'alice' })).toBe(true)
    expect(ask(own, { 'aws:ResourceTag/Owner': 'bob' })).toBe(false)
    expect(ask({ StringLike: { 'aws:ResourceTag/Owner': '${aws:username}${*}' } }, { 'aws:ResourceTag/Owner': 'alice2' })).toBe(false)
  })

  it('that the request cannot fill never allows by difference, and never keeps from denying', () => {
    const other = { StringNotEquals: { 'aws:username': '${aws:ResourceTag/Owner}' } }
    const notResource = (effect: string) =>
      policyOf(
        [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: effect, Action: '*', NotResource: `${flow}/\${aws:RequestTag/Team}` },
        ].slice(effect === 'Allow' ? 1 : 0),
      )

    expect(ask(other, {})).toBe(false)
    expect(ask(other, {}, 'Deny')).toBe(false)
    expect(decide([notResource('Allow')], requestOf('bedrock:GetFlow', flow)).isAllowed).toBe(false)
    expect(decide([notResource('Deny')], requestOf('bedrock:GetFlow', flow)).isAllowed).toBe(false)
  })
})
