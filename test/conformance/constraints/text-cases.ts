import type { Keywords } from '../../../src/contract/keywords.ts'
import { unanchored } from '../../../src/contract/shape.ts'
import type { Case } from './case.ts'
import { parseExpression } from './expression.ts'
import type { Expression } from './expression.ts'
import { between } from './intervals.ts'
import { lengthsOf, textOfLength } from './text-of-length.ts'

/** The shortest text that a schema takes. */
export const shortestText = (schema: Keywords): string => textOfLength(expressionOf(schema), allowed(schema).shortest)

/** Texts just inside and just outside of what a schema takes. */
export const textCases = function* (schema: Keywords): Generator<Case> {
  const { pattern, minLength, maxLength } = schema
  const expression = expressionOf(schema)
  const { shortest, longest } = allowed(schema)
  const least = textOfLength(expression, shortest)
  const most = longest === undefined ? least : textOfLength(expression, longest)
  if (minLength !== undefined && minLength > 0) {
    yield { at: [], bound: 'minLength', value: least }
    yield {
      at: [],
      bound: 'minLength',
      value: 'a'.repeat(minLength - 1),
      broken: `Member must have length greater than or equal to ${minLength}`,
    }
  }
  if (maxLength !== undefined) {
    yield { at: [], bound: 'maxLength', value: most }
    if (pattern === undefined) yield { at: [], bound: 'maxLength', value: '\u{1F30A}'.repeat(maxLength) }
    yield {
      at: [],
      bound: 'maxLength',
      value: 'a'.repeat(maxLength + 1),
      broken: `Member must have length less than or equal to ${maxLength}`,
    }
  }
  if (pattern !== undefined) {
    const broken = `Member must satisfy regular expression pattern: ${unanchored(pattern)}`
    yield { at: [], bound: 'pattern', value: least }
    yield { at: [], bound: 'pattern', value: most }
    for (const value of textsBeside(schema, [least, most])) yield { at: [], bound: 'pattern', value, broken }
  }
}

const anything: Expression = { type: 'repeat', part: { type: 'character', oneOf: ['a', 'b', '1', ' '] }, least: 0, most: Infinity }

const expressionOf = ({ pattern }: Keywords): Expression => {
  if (pattern === undefined) return anything
  const known = expressions.get(pattern) ?? parseExpression(pattern)
  expressions.set(pattern, known)
  return known
}

const expressions = new Map<string, Expression>()

/** The lengths that pattern and bounds allow together. */
const allowed = (schema: Keywords): { readonly shortest: number; readonly longest: number | undefined } => {
  const { minLength = 0, maxLength = Infinity } = schema
  const lengths = between(lengthsOf(expressionOf(schema)), minLength, maxLength)
  const shortest = lengths[0]?.[0]
  const longest = lengths.at(-1)?.[1]
  if (shortest === undefined) throw new Error(`No text is as long as ${schema.pattern} and the bounds want it.`)
  return { shortest, longest: longest === Infinity ? undefined : longest }
}

const strange = ['!', ' ', '/', '_', 'ü', '\u0000', '\n']

/**
 * Texts that differ from one that fits by one character, and break the pattern alone: one that is longer, one that is
 * shorter, one with a strange character at its end, one with one in front.
 */
const textsBeside = (
  { pattern = '', minLength = 0, maxLength = Infinity }: Keywords,
  [least, most]: readonly [string, string],
): readonly string[] => {
  const expression = new RegExp(pattern)
  const breaks = (text: string): boolean => text.length >= minLength && text.length <= maxLength && !expression.test(text)
  const found = [
    [most + most.slice(-1)],
    [least.slice(0, -1)],
    strange.flatMap((character) => [least + character, least.slice(0, -1) + character]),
    strange.map((character) => character + least),
  ].flatMap((texts) => texts.find(breaks) ?? [])
  if (found.length === 0) throw new Error(`Every text fits ${pattern}.`)
  return found
}
