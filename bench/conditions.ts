import { evaluateCondition } from '../src/flow/expression/condition.ts'
import { parseCondition } from '../src/flow/expression/parse-condition.ts'
import { evaluatePath, parsePath } from '../src/flow/expression/path.ts'
import type { Figure } from './ratio.ts'
import { percentile } from './ratio.ts'

interface Inputs {
  readonly n: number
  readonly kind: string
  readonly flag: boolean
}
const inputs: Inputs & Readonly<Record<string, number | string | boolean>> = { n: 5, kind: 'refund', flag: true }

/** From the shortest to as many comparisons as 64 characters hold; each beside the same in JavaScript. */
const conditions: readonly { readonly text: string; readonly bare: (inputs: Inputs) => boolean }[] = [
  { text: 'n > 3', bare: ({ n }) => n > 3 },
  { text: '(kind == "refund") and not (n < 3)', bare: ({ kind, n }) => kind === 'refund' && !(n < 3) },
  {
    text: 'n>9 or n<1 or n==8 or n==7 or n==6 or not flag or not n!=5',
    bare: ({ n, flag }) => n > 9 || n < 1 || n === 8 || n === 7 || n === 6 || !flag || n === 5,
  },
]

const order = { items: Array.from({ length: 5 }, (_, index) => ({ sku: `s${index}`, n: index })) }
const paths = ['$.data.items[2].sku', '$.data.items[*].sku']

const rounds = 101
const perRound = 20_000

/** Conditions and input expressions on values, parsed before as in a compiled flow: microseconds of one, the median round's. */
export const benchConditions = function* (): Generator<Figure> {
  for (const { text, bare } of conditions) {
    const parsed = parseCondition(text)
    if ('cause' in parsed) throw new Error(parsed.cause)
    yield {
      name: `condition ${text}`,
      unit: 'microseconds',
      measured: microseconds(() => evaluateCondition(parsed.expression, inputs)),
      baseline: { name: 'the same in JavaScript', value: microseconds(() => bare(inputs)) },
      target: '2',
    }
  }
  for (const text of paths) {
    const parsed = parsePath(text)
    if ('cause' in parsed) throw new Error(parsed.cause)
    yield { name: `expression ${text}`, unit: 'microseconds', measured: microseconds(() => 'value' in evaluatePath(parsed.path, order)) }
  }
}

const microseconds = (answer: () => boolean): number =>
  percentile(
    Array.from({ length: rounds }, () => {
      const begin = performance.now()
      let held = 0
      for (let count = 0; count < perRound; count++) if (answer()) held += 1
      const ms = performance.now() - begin
      // What is counted must be used, or it is not worked out at all.
      if (held < 0) throw new Error('A count below zero')
      return (1_000 * ms) / perRound
    }),
    50,
  )
