import fc from 'fast-check'
import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { buildFlow } from './build-random-flow.ts'
import type { Body, Draft } from './random-draft.ts'

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined })

const body = (depth: number): fc.Arbitrary<Body> =>
  fc.record({
    steps: fc.array(
      fc.record({
        sources: fc.array(fc.nat(), { minLength: 0, maxLength: 2 }),
        ...(depth > 0 && { inner: fc.option(body(depth - 1), { nil: undefined, freq: 3 }) }),
      }),
      { maxLength: 3 },
    ),
    more: fc.nat(),
    final: fc.nat(),
    back: fc.record({ draft: maybe(fc.nat()), extra: maybe(fc.nat()) }),
    extra: maybe(fc.nat()),
    forgets: fc.nat(9).map((drawn) => drawn === 9),
    counts: fc.boolean(),
    maxIterations: depth > 0 ? fc.constantFrom(undefined, 1, 2, 3, 4) : fc.constantFrom(1, 2, 3),
    expression: fc.constantFrom('more == "yes"', 'more != "yes"', 'more != "done"', 'not (more == "no")'),
    idle: fc.nat(29).map((drawn) => drawn === 29),
  })

const common = {
  sources: fc.array(fc.nat(), { maxLength: 3 }),
  gates: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.record({ condition: fc.nat(), branch: fc.nat() }), { maxLength: 3 }) },
  ),
  fault: fc.nat(299),
  threshold: fc.nat(4),
}

const kinds = [
  'Prompt',
  'Prompt',
  'LambdaFunction',
  'Storage',
  'Retrieval',
  'Condition',
  'Condition',
  'Output',
  'Iterator',
  'Iterator',
] as const

const draft: fc.Arbitrary<Draft> = fc.oneof(
  { weight: kinds.length, arbitrary: fc.record({ kind: fc.constantFrom(...kinds), ...common }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('Loop' as const), ...common, body: body(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('Collector' as const),
      ...common,
      sources: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
    }),
  },
)

/**
 * Flows that compile: calls of all kinds, branches, joins, gates of several conditions, dead and unreachable nodes, some that fail; Iterators
 * beside, behind and inside each other, with and without Collectors, dead ones too, whose regions import from all around; Loops
 * in Iterators and in Loops, which return all values or some.
 */
export const randomFlow: fc.Arbitrary<FlowDefinition> = fc
  .tuple(fc.array(draft, { minLength: 3, maxLength: 24 }), fc.array(fc.nat(1000), { minLength: 26, maxLength: 26 }))
  .map(([drafts, order]) => {
    const { nodes, connections } = buildFlow(drafts)
    const shuffled = nodes.map((node, index) => ({ node, place: order[index] ?? 0 })).toSorted((a, b) => a.place - b.place)
    return { nodes: shuffled.map(({ node }) => node), connections }
  })

const word = fc.oneof({ weight: 40, arbitrary: fc.constantFrom('yes', 'no', 'a', 'b', 'c') }, { weight: 1, arbitrary: fc.constant(7) })
const words = fc.oneof(fc.array(word, { minLength: 2, maxLength: 4 }), fc.array(word, { maxLength: 3 }))

/** The document that such a flow takes. */
export const randomDocument = fc.record({
  text: fc.constantFrom('yes', 'no'),
  amount: fc.nat(4),
  items: words,
  rows: fc.array(words, { maxLength: 3 }),
})

/** Answers of one word, so that a long flow has short prompts and a condition on an answer is now true, now false. */
export const oneWord = (text: string): string => {
  let hash = 7
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003
  return ['yes', 'no', 'perhaps'][hash % 3] ?? ''
}
