/** The secret of all of them. */
export const policyUsersSecret = 'kPq3VwXyZ/secret-of-the-users-of-policies'

const accountId = '123456789012'
const flows = `arn:aws:bedrock:*:${accountId}:flow/*`
const allow = (Action: string | readonly string[], Resource = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more })
const never = (Action: string, more: object = {}) => ({ Effect: 'Deny', Action, Resource: '*', ...more })

/** What users may do, by their names. */
const statements = {
  admin: allow('bedrock:*'),
  starter: allow(['bedrock:StartFlowExecution', 'bedrock:GetFlowExecution', 'bedrock:ListFlowExecution*'], flows),
  reader: allow(['bedrock:Get*', 'bedrock:List*']),
  keeper: [allow('bedrock:*'), { Sid: 'NeverStop', ...never('bedrock:StopFlowExecution') }],
  owner: [
    allow('bedrock:CreateFlow'),
    allow('bedrock:*', flows, { Condition: { StringEquals: { 'aws:ResourceTag/Owner': '${aws:username}' } } }),
    allow('bedrock:TagResource', flows, { Condition: { StringEquals: { 'aws:RequestTag/Owner': '${aws:username}' } } }),
  ],
  remote: [allow('bedrock:*'), never('bedrock:*', { Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })],
}

/** Credentials of the access keys AKIASLUICE and the name in capitals; nobody has no policy. */
export const policyUsers = Object.entries({ ...statements, nobody: undefined }).map(([userName, Statement]) => ({
  accessKeyId: `AKIASLUICE${userName.toUpperCase()}`,
  secretAccessKeyEnv: 'SLUICE_USERS_SECRET',
  accountId,
  userName,
  policies: Statement === undefined ? [] : [{ Version: '2012-10-17', Statement }],
}))
