import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, permissionsOf } from './permissions.ts'
import { parsePolicy } from './parse-policy.ts'
import { policyOf } from './policy-fixture.contract.ts'
import { drawnJson, drawnRequest, drawnStatement } from './drawn-policies.contract.ts'
import { piecesOf, wildcards } from './wildcards.ts'

const statements = fc.array(drawnStatement, { minLength: 1, maxLength: 6 })

describe('policies that are drawn at random', () => {
  it('never allow more with a Deny more', () => {
    fc.assert(
      fc.property(statements, drawnStatement, drawnRequest, (drawn, more, request) => {
        const denying = decide([policyOf([...drawn, { ...more, Effect: 'Deny' }])], request)
        fc.pre(denying.isAllowed)
        expect(decide([policyOf(drawn)], request).isAllowed).toBe(true)
      }),
    )
  })

  it('never deny more with an Allow more', () => {
    fc.assert(
      fc.property(statements, drawnStatement, drawnRequest, (drawn, more, request) => {
        fc.pre(decide([policyOf(drawn)], request).isAllowed)
        expect(decide([policyOf([...drawn, { ...more, Effect: 'Allow' }])], request).isAllowed).toBe(true)
      }),
    )
  })

  it('decide alike in any order, in one policy or several, and when they are asked again', () => {
    const shuffled = statements.chain((drawn) => fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })))
    fc.assert(
      fc.property(shuffled, drawnRequest, ([drawn, other], request) => {
        const { isAllowed } = decide([policyOf(drawn)], request)
        const kept = permissionsOf([policyOf(other)])

        expect(decide([policyOf(other)], request).isAllowed).toBe(isAllowed)
        expect(
          decide(
            drawn.map((statement) => policyOf(statement)),
            request,
          ).isAllowed,
        ).toBe(isAllowed)
        expect([kept.decide(request).isAllowed, kept.decide(request).isAllowed]).toEqual([isAllowed, isAllowed])
      }),
    )
  })

  it('are decided by a statement that says so', () => {
    fc.assert(
      fc.property(statements, drawnRequest, (drawn, request) => {
        const { isAllowed, by } = decide([policyOf(drawn)], request)

        expect(by?.effect === 'Allow').toBe(isAllowed)
      }),
    )
  })

  it('are read or refused, whatever they are', () => {
    fc.assert(
      fc.property(drawnJson, drawnRequest, (value, request) => {
        const parsed = parsePolicy(value, 'policy.json')

        expect('faults' in parsed ? parsed.faults.length > 0 : typeof decide([parsed.policy], request).isAllowed === 'boolean').toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('wildcards', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/'), maxLength: 12 })

  it('match what a regular expression matches', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '*', '?'), maxLength: 8 })
    fc.assert(
      fc.property(pattern, letters, (written, text) => {
        const expression = new RegExp(`^${written.replaceAll('*', '.*').replaceAll('?', '.')}$`)

        expect(wildcards(piecesOf(written))(text)).toBe(expression.test(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(['*a'.repeat(1_000), '*?a'.repeat(600), `*${'a'.repeat(1_000)}b`, '?*'.repeat(1_000), '*a?b'.repeat(500)])(
    'look at a hostile text only once: %.12s…',
    (written) => {
      const matches = wildcards(piecesOf(written))

      // A regular expression would still be at it tomorrow.
      for (let round = 0; round < 100; round++) expect(matches(`${'a'.repeat(2_000)}c`)).toBe(written.startsWith('?'))
    },
  )
})
