import type { Json } from '../../lib/json.ts'
import { NodeError } from '../node-error.ts'
import type { Values } from './node-type.ts'

/** The names between double braces, in the order of their first appearance. */
export const variablesOf = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => Array.from(text.matchAll(variable), ([, name = '']) => name))),
]

/**
 * Puts each variable's value in its place, in one pass: braces inside a value stay as they are.
 * @remarks Assumed: a String stands as it is, any other value as compact JSON.
 */
export const fillTemplate = (text: string, inputs: Values): string => text.replace(variable, (_, name: string) => written(name, inputs))

const variable = /\{\{\s*([0-9A-Za-z][0-9A-Za-z_-]{0,199})\s*\}\}/g

const written = (name: string, inputs: Values): string => {
  const value: Json | undefined = Object.hasOwn(inputs, name) ? inputs[name] : undefined
  if (value === undefined) throw new NodeError('VALIDATION', `The prompt's variable ${name} has no value: connect an input of this name.`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
