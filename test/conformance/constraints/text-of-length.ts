import type { Expression } from './expression.ts'
import { between, contains, sums, union } from './intervals.ts'
import type { Intervals } from './intervals.ts'

/** Longer texts are not thought of: no text that has a pattern may be longer than 2,048 characters. */
const longest = 2_100

/** The lengths that the texts have that an expression fits. */
export const lengthsOf = (expression: Expression): Intervals => {
  const known = lengths.get(expression)
  if (known !== undefined) return known
  const found = lengthsOfType(expression)
  lengths.set(expression, found)
  return found
}

const lengths = new WeakMap<Expression, Intervals>()
const empty: Intervals = [[0, 0]]

const lengthsOfType = (expression: Expression): Intervals => {
  switch (expression.type) {
    case 'character':
      return [[1, 1]]
    case 'sequence':
      return expression.parts.reduce<Intervals>((sum, part) => sums(sum, lengthsOf(part)), empty)
    case 'choice':
      return union(...expression.branches.map(lengthsOf))
    case 'repeat': {
      const { part, least, most } = expression
      return union(...lengthsOfTimes(part, most).slice(least, most + 1))
    }
  }
}

/** The lengths of no such text, of one, of two one after the other, up to so many. */
const lengthsOfTimes = (part: Expression, most: number): readonly Intervals[] => {
  const known = times.get(part) ?? [empty]
  times.set(part, known)
  for (let last = known.at(-1) ?? []; known.length <= Math.min(most, longest) && last.length > 0; known.push(last))
    last = between(sums(last, lengthsOf(part)), 0, longest)
  return known
}

const times = new WeakMap<Expression, Intervals[]>()

/**
 * A text of so many characters that an expression fits; of the same, always the same.
 * @throws Error - there is none.
 */
export const textOfLength = (expression: Expression, length: number): string => {
  switch (expression.type) {
    case 'character':
      return (length === 1 ? expression.oneOf[0] : undefined) ?? none(length)
    case 'sequence':
      return textOfParts(expression.parts, length)
    case 'choice':
      return textOfLength(expression.branches.find((branch) => contains(lengthsOf(branch), length)) ?? none(length), length)
    case 'repeat': {
      const { part, least, most } = expression
      if (!contains(lengthsOf(expression), length)) return none(length)
      if (part.type === 'character') return Array.from({ length }, (_, index) => part.oneOf[index % part.oneOf.length]).join('')
      const count = lengthsOfTimes(part, most).findIndex((reached, index) => index >= least && index <= most && contains(reached, length))
      return textOfTimes(part, count, length)
    }
  }
}

const textOfTimes = (part: Expression, count: number, length: number): string => {
  let text = ''
  for (let left = count - 1; left >= 0; left -= 1) {
    const rest = lengthsOfTimes(part, left)[left] ?? []
    text += textOfLength(part, split(lengthsOf(part), rest, length - text.length))
  }
  return text
}

const textOfParts = ([first, ...others]: readonly Expression[], length: number): string => {
  if (first === undefined) return length === 0 ? '' : none(length)
  const head = split(lengthsOf(first), lengthsOf({ type: 'sequence', parts: others }), length)
  return textOfLength(first, head) + textOfParts(others, length - head)
}

/** How long the first of two is that are so long together. */
const split = (first: Intervals, second: Intervals, length: number): number => {
  for (let head = 0; head <= length; head += 1) if (contains(first, head) && contains(second, length - head)) return head
  return none(length)
}

const none = (length: number): never => {
  throw new Error(`No text of ${length} characters fits.`)
}
