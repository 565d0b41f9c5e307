import type { ConditionExpression, Operand, Operator } from './condition.ts'
import { tokenize, type Token } from './condition-tokens.ts'
import type { Malformation } from './malformation.ts'

export interface ParsedCondition {
  readonly expression: ConditionExpression
  /** At which character each of its operands stands, from 1. */
  readonly positions: ReadonlyMap<Operand, number>
}

/**
 * `or` binds weaker than `and`, `and` weaker than `not`, and `not` weaker than a comparison. `cause` says why a text is
 * malformed and at which character.
 * @remarks Assumed: AWS documents operators and parentheses only; precedence, Boolean literals and escapes are the usual ones.
 */
export const parseCondition = (text: string): ParsedCondition | Malformation => {
  const read = tokenize(text)
  if ('cause' in read) return read
  try {
    return parse(read.tokens, text.length + 1)
  } catch (error) {
    if (error instanceof Malformed) return { cause: error.message, position: error.position }
    throw error
  }
}

class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/** Far beyond what 64 characters can nest, and far from the end of the stack. */
const deepestNesting = 100

const parse = (tokens: readonly Token[], end: number): ParsedCondition => {
  const positions = new Map<Operand, number>()
  let next = 0

  const position = (): number => tokens[next]?.position ?? end

  const take = (...texts: readonly string[]): string | undefined => {
    const token = tokens[next]
    if (token?.type !== 'symbol' || !texts.includes(token.text)) return undefined
    next += 1
    return token.text
  }

  const expected = (what: string): Malformed => {
    const token = tokens[next]
    const lowerCase = token?.text.toLowerCase() ?? ''
    if (token?.type === 'name' && keywords.has(lowerCase))
      return new Malformed(`${token.text} is written in small letters, ${lowerCase}, at character ${token.position}`, token.position)
    return new Malformed(`Expected ${what} but found ${token ? `${token.text} at character ${token.position}` : 'the end'}`, position())
  }

  const chain = (keyword: 'or' | 'and', operand: () => ConditionExpression): ConditionExpression => {
    const first = operand()
    const operands = [first]
    while (take(keyword)) operands.push(operand())
    return operands.length === 1 ? first : { type: keyword, operands }
  }

  const expression = (depth: number): ConditionExpression => chain('or', () => chain('and', () => unary(depth)))

  const unary = (depth: number): ConditionExpression => {
    if (depth > deepestNesting) throw new Malformed(`Nested deeper than ${deepestNesting} levels`, position())
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
    const token = tokens[next]
    const read = token && operandOf(token)
    if (!read) throw expected('the name of an input or a constant')
    positions.set(read, token.position)
    next += 1
    return read
  }

  const whole = expression(0)
  if (next < tokens.length) throw expected('the end')
  return { expression: whole, positions }
}

const booleans: ReadonlySet<string> = new Set(['true', 'True', 'false', 'False'])

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not'])

const operators: readonly Operator[] = ['==', '!=', '>=', '<=', '>', '<']

const operandOf = ({ type, text, position }: Token): Operand | undefined => {
  switch (type) {
    case 'name':
      return { type: 'input', name: text }
    case 'string':
      return { type: 'constant', value: text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') }
    case 'number':
      if (!Number.isFinite(Number(text))) throw new Malformed(`The number at character ${position} is too large`, position)
      return { type: 'constant', value: Number(text) }
    case 'symbol':
      return booleans.has(text) ? { type: 'constant', value: text.toLowerCase() === 'true' } : undefined
  }
}
