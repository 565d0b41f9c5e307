import { permissionsOf, decide } from '../src/api/policy/permissions.ts'
import type { AccessRequest } from '../src/api/policy/permissions.ts'
import { parsePolicy } from '../src/api/policy/parse-policy.ts'
import type { Policy } from '../src/api/policy/policy.ts'
import { requestContext } from '../src/api/policy/request-context.ts'
import { requiredAccess } from '../src/api/policy/required-access.ts'
import type { Json } from '../src/lib/json.ts'
import type { Figure } from './ratio.ts'
import { percentile } from './ratio.ts'

const policies = 10
const statements = 20
const flows = Array.from({ length: 100 }, (_, index) => `FLOW${String(index).padStart(6, '0')}`)
const names = Object.values(requiredAccess).map(({ action }) => action)

/** Each statement about three actions on one flow; the last one of all about everything. */
const statementOf = (index: number, condition: Json): Json => ({
  Sid: `Statement${index}`,
  Effect: index % 7 === 0 ? 'Deny' : 'Allow',
  Action: [0, 1, 2].map((more) => `bedrock:${names[(index + more) % names.length] ?? ''}`),
  Resource: index === policies * statements - 1 ? '*' : `arn:aws:bedrock:*:123456789012:flow/NONE${index}*`,
  Condition: condition,
})

const policiesWith = (condition: Json): readonly Policy[] =>
  Array.from({ length: policies }, (_, policy) => {
    const Statement = Array.from({ length: statements }, (__, index) => statementOf(policy * statements + index, condition))
    const parsed = parsePolicy({ Version: '2012-10-17', Statement }, `policy ${policy}`)
    if ('faults' in parsed) throw new Error(parsed.faults[0]?.message)
    return parsed.policy
  })

const requests: readonly AccessRequest[] = flows.map((flow) => {
  const resource = `arn:aws:bedrock:us-east-1:123456789012:flow/${flow}/alias/LIVE000001/execution/run-1`
  const principal = { arn: 'arn:aws:iam::123456789012:user/alice', account: '123456789012', userName: 'alice', accessKeyId: 'AKIA' }
  const facts = { principal, region: 'us-east-1', now: Date.now(), address: '127.0.0.1', secure: true }
  const context = requestContext({ ...facts, resource, resourceTags: {}, requestTags: new Map() })
  return { action: 'bedrock:StopFlowExecution', resource, context }
})

const byUser: Json = { StringLike: { 'aws:username': 'a*' } }
const byAddress: Json = { ...byUser, IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '127.0.0.0/8'] } }

/** What it costs to ask ten policies of twenty statements: microseconds of one decision, the median round's. */
export const benchAuthorisation = function* (): Generator<Figure> {
  const stable = policiesWith(byUser)
  const [kept, varying] = [permissionsOf(stable), permissionsOf(policiesWith(byAddress))]
  yield { name: 'a decision that is kept', unit: 'microseconds', measured: microseconds((request) => kept.decide(request).isAllowed) }
  yield {
    name: 'a decision that depends on the address',
    unit: 'microseconds',
    measured: microseconds((request) => varying.decide(request).isAllowed),
  }
  yield {
    name: 'a decision by all statements',
    unit: 'microseconds',
    measured: microseconds((request) => decide(stable, request).isAllowed),
  }
}

const rounds = 51
const perRound = 5_000

const microseconds = (answer: (request: AccessRequest) => boolean): number =>
  percentile(
    Array.from({ length: rounds }, () => {
      const begin = performance.now()
      let allowed = 0
      for (let count = 0; count < perRound; count++) {
        const request = requests[count % requests.length]
        if (request && answer(request)) allowed += 1
      }
      const ms = performance.now() - begin
      // What is counted must be used, or it is not worked out at all.
      if (allowed < 0) throw new Error('A count below zero')
      return (1_000 * ms) / perRound
    }),
    50,
  )
