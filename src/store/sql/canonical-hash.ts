import { createHash } from 'node:crypto'

/** The SHA-256 of a value's canonical JSON: members in the order of their names, arrays as they are. */
export const canonicalHash = (value: object): string => createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex')

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(byName)) : value

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)
