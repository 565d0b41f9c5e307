import fc from 'fast-check'
import type { ConditionExpression, Operand, Operator } from '../src/flow/expression/condition.ts'
import type { InputPath } from '../src/flow/expression/path.ts'
import type { PathStep } from '../src/flow/expression/path-step.ts'
import type { Json } from '../src/lib/json.ts'

/** Documents whose members have these names. */
export const documentOver = (names: readonly string[]): fc.Arbitrary<Json> =>
  fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, true, 0, -1.5, '', 'a'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie('value')),
    ),
  })).value

const index = fc.integer({ min: -3, max: 3 })

/** Input expressions whose names come from `name`, of as many steps as 64 characters may hold. */
export const pathOver = (name: fc.Arbitrary<string>): fc.Arbitrary<InputPath> => {
  const list = fc.oneof(fc.uniqueArray(fc.nat(3), { minLength: 2, maxLength: 3 }), fc.constant([-1, -2]))
  const names = fc.uniqueArray(name, { minLength: 2, maxLength: 3 })
  const slice = fc
    .tuple(fc.boolean(), fc.option(fc.integer({ min: 1, max: 3 })), fc.option(fc.integer({ min: 1, max: 3 })))
    .filter(([, from, to]) => from !== null || to !== null)
    .map(([fromEnd, from, to]): PathStep => {
      const side = (number: number) => (fromEnd ? -number : number)
      return { type: 'slice', ...(from !== null && { from: side(from) }), ...(to !== null && { to: side(to) }) }
    })
  const step: fc.Arbitrary<PathStep> = fc.oneof(
    name.map((each): PathStep => ({ type: 'member', name: each })),
    name.map((each): PathStep => ({ type: 'member', name: each, quote: '"' })),
    names.map((each): PathStep => ({ type: 'members', names: each })),
    index.map((each): PathStep => ({ type: 'index', index: each })),
    list.map((indexes): PathStep => ({ type: 'list', indexes })),
    slice,
    fc.constant<PathStep>({ type: 'wildcard' }),
  )
  return fc.array(step, { maxLength: 5 }).map((steps) => ({
    steps: steps.map((each, at) => (each.type === 'members' && at === steps.length - 1 ? { ...each, type: 'pick' } : each)),
  }))
}

export const writtenPath = ({ steps }: InputPath): string => `$.data${steps.map(writtenStep).join('')}`

const writtenStep = (step: PathStep): string => {
  switch (step.type) {
    case 'member':
      return `[${writtenName(step.name, step.quote)}]`
    case 'members':
    case 'pick':
      return `[${step.names.map((name) => writtenName(name, step.quote)).join(', ')}]`
    case 'index':
      return `[${step.index}]`
    case 'list':
      return `[${step.indexes.join(',')}]`
    case 'slice':
      return `[${step.from ?? ''}:${step.to ?? ''}]`
    case 'wildcard':
      return '[*]'
  }
}

const writtenName = (name: string, quote = "'"): string =>
  quote + name.replaceAll('\\', String.raw`\\`).replaceAll(quote, `\\${quote}`) + quote

/** Conditions over these inputs and any constants. */
export const conditionOver = (inputs: readonly string[]): fc.Arbitrary<ConditionExpression> => {
  const input = fc.constantFrom(...inputs).map((name): Operand => ({ type: 'input', name }))
  const constant = fc
    .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ maxLength: 4 }), fc.boolean(), fc.integer({ min: -2, max: 2 }))
    .map((value): Operand => ({ type: 'constant', value: value === 0 ? 0 : value }))
  const operand = fc.oneof(input, constant)
  const { condition } = fc.letrec<{ condition: ConditionExpression }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      fc.record({
        type: fc.constant('compare'),
        operator: fc.constantFrom<Operator>('==', '!=', '<', '<=', '>', '>='),
        left: operand,
        right: operand,
      }),
      fc.record({ type: fc.constant('not'), operand: tie('condition') }),
      chainOf('and', tie('condition')),
      chainOf('or', tie('condition')),
    ),
  }))
  return condition
}

/** A chain in a chain of its kind needs parentheses, which leave no trace. */
const chainOf = (type: 'and' | 'or', operand: fc.Arbitrary<ConditionExpression>): fc.Arbitrary<ConditionExpression> =>
  fc.array(operand, { minLength: 2, maxLength: 3 }).map((operands) => ({ type, operands }))

/** With as few parentheses as the order of the connectives allows, so that reading it back shows that order. */
export const writtenCondition = (condition: ConditionExpression, around: 'or' | 'and' | 'not' = 'or', first = true): string => {
  switch (condition.type) {
    case 'or':
    case 'and': {
      const text = condition.operands.map((each) => writtenCondition(each, condition.type, false)).join(` ${condition.type} `)
      const loose = first || (around === 'or' && condition.type === 'and')
      return loose ? text : `(${text})`
    }
    case 'not':
      return `not ${writtenCondition(condition.operand, 'not', false)}`
    case 'compare':
      return `${writtenOperand(condition.left)} ${condition.operator} ${writtenOperand(condition.right)}`
  }
}

const writtenOperand = (operand: Operand): string => {
  if (operand.type === 'input') return operand.name
  if (typeof operand.value !== 'string') return String(operand.value)
  return `"${operand.value.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`
}
