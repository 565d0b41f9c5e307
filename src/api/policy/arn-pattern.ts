import { wildcards } from './wildcards.ts'
import type { Piece } from './wildcards.ts'

/** Whether a text is an ARN whose six parts each fit by itself; the last is all that follows. `undefined`: the pattern has fewer. */
export const arnPattern = (pieces: readonly Piece[]): ((text: string) => boolean) | undefined => {
  const patterns: Piece[][] = [[]]
  for (const piece of pieces) {
    const [first = '', ...more] = piece.type === 'text' ? partsOf(piece.text, arnParts + 1 - patterns.length) : []
    patterns.at(-1)?.push(piece.type === 'text' ? { type: 'text', text: first } : piece)
    patterns.push(...more.map((text): Piece[] => [{ type: 'text', text }]))
  }
  if (patterns.length < arnParts) return undefined
  const tests = patterns.map(wildcards)
  return (value) => {
    const parts = partsOf(value, arnParts)
    return parts.length === arnParts && tests.every((test, index) => test(parts[index] ?? ''))
  }
}

const arnParts = 6

/** At most so many parts between colons: the last has all that follows. */
const partsOf = (text: string, most: number): readonly string[] => {
  const parts = text.split(':')
  return parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(':')]
}
