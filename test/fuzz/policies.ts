/**
 * `npm run fuzz:policies -- --seconds 60 --seed 1`: what is drawn at random is read or refused as a policy, and never anything else;
 * what policies decide is what a slow reference decides, whatever their order and whatever was kept of earlier decisions; a Deny never
 * allows more, nor an Allow less.
 */
import fc from 'fast-check'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { drawnJson, drawnRequest, drawnStatement } from '../../src/api/policy/drawn-policies.contract.ts'
import { parsePolicy } from '../../src/api/policy/parse-policy.ts'
import { decide, permissionsOf } from '../../src/api/policy/permissions.ts'
import { policyOf } from '../../src/api/policy/policy-fixture.contract.ts'
import { checkProperties } from './check-properties.ts'
import { referenceDecision } from './reference-policy.ts'

const { seconds, seed } = wholeNumbers({ seconds: 60, seed: 1 + Math.floor(Math.random() * 2 ** 31) })

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what)
}

const statements = fc.array(drawnStatement, { minLength: 1, maxLength: 8 })

const properties = {
  documents: fc.property(drawnJson, drawnRequest, (value, request) => {
    const parsed = parsePolicy(value, 'policy')
    if ('policy' in parsed) decide([parsed.policy], request)
    else must(parsed.faults.length > 0, 'refused without a fault')
  }),
  decisions: fc.property(statements, drawnStatement, fc.array(drawnRequest, { minLength: 1, maxLength: 5 }), (drawn, more, requests) => {
    const policy = policyOf(drawn)
    const reversed = policyOf(drawn.toReversed())
    // Decisions are kept for one user.
    const kept = new Map(['alice', 'bob'].map((user) => [user, permissionsOf([reversed])]))
    const denying = policyOf({ ...more, Effect: 'Deny' })
    const allowing = policyOf({ ...more, Effect: 'Allow' })
    for (const request of [...requests, ...requests]) {
      const { isAllowed } = decide([policy], request)
      must(referenceDecision(drawn, request) === isAllowed, 'the reference decides otherwise')
      const again = kept.get(request.context('aws:username')[0] ?? '')?.decide(request)
      must(again?.isAllowed === isAllowed, 'the order, or what was kept, decides')
      must(isAllowed || !decide([policy, denying], request).isAllowed, 'a Deny allows')
      must(!isAllowed || decide([policy, allowing], request).isAllowed, 'an Allow denies')
    }
  }),
}

checkProperties('fuzz:policies', properties, { seed, seconds })
