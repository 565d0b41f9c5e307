import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FlowDefinition } from '../src/contract/flow-definition.ts'
import { parse } from '../src/contract/parse.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import { indexDefinition } from '../src/flow/compiler/definition-index.ts'
import { linkFlow } from '../src/flow/compiler/link-flow.ts'
import { unavailableNodeTypes } from '../src/flow/compiler/unavailable-node-type.ts'
import { mutations } from './mutations.ts'
import { randomValidFlow } from './random-valid-flow.ts'

it('a random valid flow has no finding, but that some of its nodes cannot run yet', () => {
  const seen = new Set<string>()

  fc.assert(
    fc.property(randomValidFlow, (drawn) => {
      const definition = parse(FlowDefinition, drawn)

      expect(compile(definition).findings).toEqual(unavailableNodeTypes(definition).slice(0, 100))
      for (const { type } of linkFlow(indexDefinition(definition)).regions) seen.add(type)
      for (const { type } of definition.nodes ?? []) seen.add(type)
    }),
    { numRuns: 500 },
  )

  expect([...seen]).toEqual(expect.arrayContaining(['each', 'repeat', 'Condition', 'Collector', 'Prompt']))
})

it('one random mutation of it has, of the expected type', () => {
  const raised = new Set<string>()

  fc.assert(
    fc.property(randomValidFlow, fc.constantFrom(...mutations), fc.nat(), (definition, { of, raises }, place) => {
      const mutants = of(definition)
      const mutant = mutants[place % mutants.length]
      fc.pre(mutant !== undefined)

      const types = compile(mutant ?? {}).findings.map(({ type }) => type)

      expect(types).toContain(raises)
      raised.add(raises)
    }),
    { numRuns: 1_000 },
  )

  expect(raised.size).toBeGreaterThan(10)
})

it('however many mutations there are, it never throws, and a flow comes out exactly when no Error does', () => {
  fc.assert(
    fc.property(
      randomValidFlow,
      fc.array(fc.tuple(fc.constantFrom(...mutations), fc.nat()), { minLength: 2, maxLength: 6 }),
      (definition, changes) => {
        const broken = changes.reduce((each, [{ of }, place]) => {
          const mutants = of(each)
          return mutants[place % mutants.length] ?? each
        }, definition)

        const { findings, flow } = compile(broken)

        expect(flow === undefined).toBe(findings.some(({ severity }) => severity === 'Error'))
        expect(findings.length).toBeLessThanOrEqual(100)
      },
    ),
    { numRuns: 500 },
  )
})
