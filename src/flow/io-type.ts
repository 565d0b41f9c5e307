import type { IoType } from '../contract/flow-definition.ts'
import type { Json } from '../lib/json.ts'
import { NodeError } from './node-error.ts'

/** The type of a value, never coerced. `Null` is the type of `null`, which no input or output can have. */
export const ioTypeOf = (value: Json): IoType | 'Null' => {
  if (value === null) return 'Null'
  if (Array.isArray(value)) return 'Array'
  if (typeof value === 'string') return 'String'
  if (typeof value === 'number') return 'Number'
  return typeof value === 'boolean' ? 'Boolean' : 'Object'
}

/** A type as traces and messages write it: `STRING`. */
export const upperCaseType = (type: IoType | 'Null'): string => type.toUpperCase()

/** An input or output of a node, with the type that its author declared. */
export interface DeclaredPort {
  readonly side: 'Input' | 'Output'
  readonly node: string
  readonly name: string
  readonly type: IoType
}

/** @throws NodeError - VALIDATION: the value has another type than the one declared. */
export const checkType = ({ side, node, name, type }: DeclaredPort, value: Json): void => {
  const actual = ioTypeOf(value)
  if (actual === type) return
  const [expected, found] = [upperCaseType(type), upperCaseType(actual)]
  throw new NodeError('VALIDATION', `Expected type for Node ${side} ${name} of Node ${node} to be ${expected}. Actual type is ${found}.`)
}
