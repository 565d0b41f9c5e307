import fc from 'fast-check'
import type { Json } from '../../lib/json.ts'
import { alias, execution, flow, requestOf } from './policy-fixture.contract.ts'

const oneOrMore = <Value>(value: fc.Arbitrary<Value>) => fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }))
const action = fc.constantFrom('*', 'bedrock:*', 'bedrock:Get*', 'bedrock:GetFlow', 'bedrock:Stop*Execution', 'bedrock:?nvokeFlow', 's3:*')
const resource = fc.constantFrom(
  '*',
  flow,
  `${flow}*`,
  `${flow}/*`,
  `${flow}/alias/\${aws:username}`,
  'arn:aws:bedrock:*:*:flow/*',
  "arn:aws:bedrock:*:*:flow/${aws:ResourceTag/Team, 'FLOW123456'}",
)
const text = fc.constantFrom('alice', 'bob', 'a*', '', '${aws:username}', '${aws:ResourceTag/Team}')
const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIfExists',
  'StringNotEqualsIfExists',
)
const set = fc.constantFrom('ForAllValues:', 'ForAnyValue:')
const condition = fc.oneof(
  fc.tuple(operator, fc.constantFrom('aws:username', 'aws:ResourceTag/Team'), oneOrMore(text)),
  fc.tuple(
    fc.tuple(set, operator).map(([before, name]) => before + name),
    fc.constant('aws:TagKeys'),
    oneOrMore(text),
  ),
  fc.tuple(fc.constant('Null'), fc.constantFrom('aws:ResourceTag/Team', 'aws:TagKeys'), fc.boolean()),
  fc.tuple(fc.constantFrom('IpAddress', 'NotIpAddress'), fc.constant('aws:SourceIp'), oneOrMore(fc.constantFrom('203.0.113.0/24', '::/0'))),
  fc.tuple(fc.constantFrom('DateLessThan', 'DateGreaterThan'), fc.constant('aws:CurrentTime'), fc.constantFrom('2026-01-01', '2027-01-01')),
)

type OneOrMore = string | readonly string[]

/** A statement that policies may have: one of each two elements that exclude each other. */
export interface DrawnStatement {
  readonly Effect: string
  readonly Action?: OneOrMore
  readonly NotAction?: OneOrMore
  readonly Resource?: OneOrMore
  readonly NotResource?: OneOrMore
  readonly Condition: Readonly<Record<string, Readonly<Record<string, OneOrMore | boolean>>>>
}

export const drawnStatement: fc.Arbitrary<DrawnStatement> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), oneOrMore(action)),
    resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), oneOrMore(resource)),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ Effect, action: [actionElement, actions], resource: [resourceElement, resources], conditions }) => ({
    Effect,
    [actionElement]: actions,
    [resourceElement]: resources,
    Condition: Object.fromEntries(conditions.map(([name, key, values]) => [name, { [key]: values }])),
  }))

/** What somebody may ask. */
export const drawnRequest = fc
  .record({
    action: fc.constantFrom('bedrock:GetFlow', 'bedrock:InvokeFlow', 'bedrock:StopFlowExecution', 'bedrock:CreateFlow'),
    resource: fc.constantFrom('*', flow, alias, execution, `${flow}/alias/alice`),
    context: fc.record(
      {
        'aws:username': fc.constantFrom('alice', 'bob'),
        'aws:ResourceTag/Team': fc.constantFrom('alice', 'bob', 'FLOW123456', ''),
        'aws:TagKeys': fc.array(fc.constantFrom('alice', 'bob', 'c'), { maxLength: 2 }),
        'aws:SourceIp': fc.constantFrom('203.0.113.7', '198.51.100.1', '2001:db8::1'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ action: name, resource: arn, context }) => requestOf(name, arn, context))

const word = fc.oneof(
  fc.constantFrom('Version', 'Statement', 'Sid', 'Effect', 'Action', 'Resource', 'NotResource', 'Condition', 'Principal'),
  fc.constantFrom(
    '2012-10-17',
    'Allow',
    'Deny',
    '*',
    'bedrock:*',
    'StringLike',
    'ForAllValues:ArnLike',
    'Null',
    'IpAddress',
    'aws:SourceIp',
    'aws:TagKeys',
  ),
  fc.constantFrom(
    '${',
    '${aws:username}',
    "${aws:username, ''}",
    '${}',
    'arn:aws:bedrock:::',
    '::ffff:1.2.3.4/96',
    '1e400',
    'toString',
    '',
  ),
  fc.string({ maxLength: 5 }),
)

const { anything } = fc.letrec<{ anything: Json }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    word,
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(word, tie('anything'), { maxKeys: 4 }),
  ),
}))

/** What nearly is a policy, or is none at all. */
export const drawnJson: fc.Arbitrary<Json> = fc
  .oneof(
    anything,
    fc.tuple(fc.array(drawnStatement, { maxLength: 2 }), word, anything).map(([drawn, member, value]) => ({
      Version: '2012-10-17',
      Statement: drawn.map((statement, index) => (index === 0 ? { ...statement, [member]: value } : statement)),
    })),
    fc
      .tuple(drawnStatement, fc.dictionary(word, fc.dictionary(word, anything, { maxKeys: 2 }), { maxKeys: 2 }))
      .map(([drawn, conditions]) => ({
        Version: '2012-10-17',
        Statement: { ...drawn, Condition: conditions },
      })),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
