import type { Findings, Reader } from './findings.ts'
import type { Keywords } from './keywords.ts'
import { unanchored } from './shape.ts'

export const choice = (values: readonly unknown[]): Reader => {
  const constraint = `Member must satisfy enum value set: [${values.join(', ')}]`
  return (value, findings) => {
    if (!values.includes(value)) findings.refuse(value, constraint)
    return value
  }
}

export const string = ({ pattern, minLength, maxLength }: Keywords): Reader => {
  const checkLength = bounds('length', minLength, maxLength)
  const expression = pattern === undefined ? undefined : new RegExp(pattern)
  const constraint = `Member must satisfy regular expression pattern: ${unanchored(pattern ?? '')}`
  return (value, findings) => {
    if (typeof value !== 'string') return findings.refuse(value, 'Member must be a string')
    const before = findings.count
    checkLength(lengthOf(value, minLength, maxLength), value, findings)
    // A pattern is never run on a text that is longer than it may be.
    if (findings.count === before && expression?.test(value) === false) findings.refuse(value, constraint)
    return value
  }
}

export const number = ({ minimum, maximum }: Keywords): Reader => {
  const check = bounds('value', minimum, maximum)
  return (value, findings) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return findings.refuse(value, 'Member must be a number')
    check(value, value, findings)
    return value
  }
}

export const integer = (keywords: Keywords): Reader => {
  const read = number(keywords)
  return (value, findings) =>
    typeof value === 'number' && (value | 0) === value
      ? read(value, findings)
      : findings.refuse(value, 'Member must be an integer of 32 bits')
}

export const boolean: Reader = (value, findings) => {
  if (typeof value !== 'boolean') findings.refuse(value, 'Member must be true or false')
  return value
}

/** Checks a length or a value, in AWS's words. */
export const bounds = (
  what: 'length' | 'value',
  least = -Infinity,
  most = Infinity,
): ((measured: number, value: unknown, findings: Findings) => void) => {
  const tooSmall = `Member must have ${what} greater than or equal to ${least}`
  const tooLarge = `Member must have ${what} less than or equal to ${most}`
  return (measured, value, findings) => {
    if (measured < least) findings.refuse(value, tooSmall)
    else if (measured > most) findings.refuse(value, tooLarge)
  }
}

/** In Unicode code points, which are counted only where their number matters. */
const lengthOf = (text: string, least = 0, most = Infinity): number => {
  if (text.length >= 2 * least && text.length <= most) return text.length
  if (text.length > 2 * most) return text.length
  let length = 0
  for (const _ of text) length += 1
  return length
}
