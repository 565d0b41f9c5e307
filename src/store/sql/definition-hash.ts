import { createHash } from 'node:crypto'
import type { FlowDefinition } from '../../contract/flow-definition.ts'

/** The SHA-256 of a definition's canonical JSON: members in the order of their names, arrays as they are. */
export const definitionHash = (definition: FlowDefinition): string =>
  createHash('sha256').update(JSON.stringify(definition, inOrder)).digest('hex')

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(byName)) : value

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)
