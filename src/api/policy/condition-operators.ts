import { arnPattern } from './arn-pattern.ts'
import { momentOf } from './moment.ts'
import { network } from './networks.ts'
import { wildcards } from './wildcards.ts'
import type { Piece } from './wildcards.ts'

/** Whether a request's value is as the policy says. */
export type Test = (value: string) => boolean

interface Comparison {
  readonly isNegated: boolean
  /** How a value of a policy has to be written, as the end of a sentence. */
  readonly written: string
}

/** Compares values as they are. `test`: `undefined` for a value that no policy may have. */
interface ValueOperator extends Comparison {
  readonly takes: 'value'
  readonly test: (value: string) => Test | undefined
}

/** Compares texts, in which policies may have variables. */
interface TextOperator extends Comparison {
  readonly takes: 'text'
  readonly hasWildcards: boolean
  readonly test: (pieces: readonly Piece[]) => Test | undefined
}

export type Operator = ValueOperator | TextOperator

const textOf = (pieces: readonly Piece[]): string => pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')

const equals = (pieces: readonly Piece[]): Test => {
  const expected = textOf(pieces)
  return (value) => value === expected
}

const equalsIgnoreCase = (pieces: readonly Piece[]): Test => {
  const expected = textOf(pieces).toLowerCase()
  return (value) => value.toLowerCase() === expected
}

const numberOf = (text: string): number | undefined => (/^[+-]?\d{1,300}(?:\.\d{1,300})?$/.test(text) ? Number(text) : undefined)

const ordered =
  (read: (text: string) => number | undefined, holds: (actual: number, expected: number) => boolean) =>
  (text: string): Test | undefined => {
    const expected = read(text)
    if (expected === undefined) return undefined
    return (value) => {
      const actual = read(value)
      return actual !== undefined && holds(actual, expected)
    }
  }

const boolean = (text: string): Test | undefined => {
  const expected = text.toLowerCase()
  return expected === 'true' || expected === 'false' ? (value) => value.toLowerCase() === expected : undefined
}

const text = (test: TextOperator['test'], { isNegated = false, hasWildcards = false } = {}): Operator => ({
  takes: 'text',
  test,
  isNegated,
  hasWildcards,
  written: 'text',
})
const arns = (isNegated: boolean): Operator => ({
  takes: 'text',
  test: arnPattern,
  isNegated,
  hasWildcards: true,
  written: 'an ARN with its six parts between colons, * where a part may be anything',
})
const value = (test: ValueOperator['test'], written: string, isNegated = false): Operator => ({ takes: 'value', test, isNegated, written })

const number = 'a number'
const date = "a date as '2026-11-23T00:00:00Z', or seconds since 1970"
const addresses = "an IP address or a range as '203.0.113.0/24'"

/**
 * How AWS compares a condition's values, without what may stand before and behind an operator's name. Its `BinaryEquals` has no key here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', text(equals)],
  ['StringNotEquals', text(equals, { isNegated: true })],
  ['StringEqualsIgnoreCase', text(equalsIgnoreCase)],
  ['StringNotEqualsIgnoreCase', text(equalsIgnoreCase, { isNegated: true })],
  ['StringLike', text(wildcards, { hasWildcards: true })],
  ['StringNotLike', text(wildcards, { isNegated: true, hasWildcards: true })],
  ['ArnEquals', arns(false)],
  ['ArnNotEquals', arns(true)],
  ['ArnLike', arns(false)],
  ['ArnNotLike', arns(true)],
  [
    'NumericEquals',
    value(
      ordered(numberOf, (actual, expected) => actual === expected),
      number,
    ),
  ],
  [
    'NumericNotEquals',
    value(
      ordered(numberOf, (actual, expected) => actual === expected),
      number,
      true,
    ),
  ],
  [
    'NumericLessThan',
    value(
      ordered(numberOf, (actual, expected) => actual < expected),
      number,
    ),
  ],
  [
    'NumericLessThanEquals',
    value(
      ordered(numberOf, (actual, expected) => actual <= expected),
      number,
    ),
  ],
  [
    'NumericGreaterThan',
    value(
      ordered(numberOf, (actual, expected) => actual > expected),
      number,
    ),
  ],
  [
    'NumericGreaterThanEquals',
    value(
      ordered(numberOf, (actual, expected) => actual >= expected),
      number,
    ),
  ],
  [
    'DateEquals',
    value(
      ordered(momentOf, (actual, expected) => actual === expected),
      date,
    ),
  ],
  [
    'DateNotEquals',
    value(
      ordered(momentOf, (actual, expected) => actual === expected),
      date,
      true,
    ),
  ],
  [
    'DateLessThan',
    value(
      ordered(momentOf, (actual, expected) => actual < expected),
      date,
    ),
  ],
  [
    'DateLessThanEquals',
    value(
      ordered(momentOf, (actual, expected) => actual <= expected),
      date,
    ),
  ],
  [
    'DateGreaterThan',
    value(
      ordered(momentOf, (actual, expected) => actual > expected),
      date,
    ),
  ],
  [
    'DateGreaterThanEquals',
    value(
      ordered(momentOf, (actual, expected) => actual >= expected),
      date,
    ),
  ],
  ['Bool', value(boolean, 'true or false')],
  ['IpAddress', value(network, addresses)],
  ['NotIpAddress', value(network, addresses, true)],
])
