import type { ConditionExpression, Operand, Operator } from './condition.ts'
import { tokenize, type Token } from './condition-tokens.ts'

/**
 * `or` binds weaker than `and`, `and` weaker than `not`, and `not` weaker than a comparison. `cause` says why a text is
 * malformed and at which character, counted from 1.
 * @remarks Assumed: AWS documents operators and parentheses only; precedence, Boolean literals and escapes are the usual ones.
 */
export const parseCondition = (text: string): { readonly expression: ConditionExpression } | { readonly cause: string } => {
  const read = tokenize(text)
  if ('cause' in read) return read
  try {
    return { expression: parse(read.tokens) }
  } catch (error) {
    if (error instanceof Malformed) return { cause: error.message }
    throw error
  }
}

class Malformed extends Error {
  override readonly name = 'Malformed'
}

/** Far beyond what 64 characters can nest, and far from the end of the stack. */
const deepestNesting = 100

const parse = (tokens: readonly Token[]): ConditionExpression => {
  let next = 0

  const take = (...texts: readonly string[]): string | undefined => {
    const token = tokens[next]
    if (token?.type !== 'symbol' || !texts.includes(token.text)) return undefined
    next += 1
    return token.text
  }

  const expected = (what: string): Malformed => {
    const token = tokens[next]
    return new Malformed(`Expected ${what} but found ${token ? `${token.text} at character ${token.position}` : 'the end'}`)
  }

  const chain = (keyword: 'or' | 'and', operand: () => ConditionExpression): ConditionExpression => {
    const first = operand()
    const operands = [first]
    while (take(keyword)) operands.push(operand())
    return operands.length === 1 ? first : { type: keyword, operands }
  }

  const expression = (depth: number): ConditionExpression => chain('or', () => chain('and', () => unary(depth)))

  const unary = (depth: number): ConditionExpression => {
    if (depth > deepestNesting) throw new Malformed(`Nested deeper than ${deepestNesting} levels`)
    if (take('not')) return { type: 'not', operand: unary(depth + 1) }
    if (!take('(')) return comparison()
    const inner = expression(depth + 1)
    if (!take(')')) throw expected(')')
    return inner
  }

  const comparison = (): ConditionExpression => {
    const left = operand()
    const operator = operators.find((each) => take(each))
    if (operator) return { type: 'compare', operator, left, right: operand() }
    if (left.type === 'constant') throw expected('a comparison')
    return { type: 'compare', operator: '==', left, right: { type: 'constant', value: true } }
  }

  const operand = (): Operand => {
    const literal = take('true', 'True', 'false', 'False')
    if (literal) return { type: 'constant', value: literal.toLowerCase() === 'true' }
    const token = tokens[next]
    const read = token && operandOf(token)
    if (!read) throw expected('the name of an input or a constant')
    next += 1
    return read
  }

  const whole = expression(0)
  if (next < tokens.length) throw expected('the end')
  return whole
}

const operators: readonly Operator[] = ['==', '!=', '>=', '<=', '>', '<']

const operandOf = ({ type, text, position }: Token): Operand | undefined => {
  switch (type) {
    case 'name':
      return { type: 'input', name: text }
    case 'string':
      return { type: 'constant', value: text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') }
    case 'number':
      if (!Number.isFinite(Number(text))) throw new Malformed(`The number at character ${position} is too large`)
      return { type: 'constant', value: Number(text) }
    case 'symbol':
      return undefined
  }
}
