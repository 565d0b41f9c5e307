import type { Json } from '../../lib/json.ts'
import { NodeError } from '../node-error.ts'
import type { Values } from './node-type.ts'

/** The names between double braces, in the order of their first appearance; the first `most` of them. Reads megabytes in a moment. */
export const variablesOf = (texts: Iterable<string>, most = Infinity): readonly string[] => {
  const names = new Set<string>()
  for (const text of texts) {
    while (names.size < most && variable.test(text)) {
      const end = variable.lastIndex - '}}'.length
      names.add(text.slice(text.lastIndexOf('{', end) + 1, end).trim())
    }
    variable.lastIndex = 0
    if (names.size >= most) break
  }
  return [...names]
}

/** Puts values into the texts of one prompt. @throws NodeError - VALIDATION: a variable has no value, or all is too large. */
export type Fill = (text: string) => string

/**
 * Fills in one pass: braces inside a value stay as they are. The texts of one prompt share `valueBytes`, counted before
 * anything is put together: a value of megabytes may be mentioned a thousand times.
 * @remarks Assumed: a String stands as it is, any other value as compact JSON.
 */
export const templateFiller = (inputs: Values, valueBytes: number): Fill => {
  const texts = new Map<string, string>()
  const written = (name: string): string => {
    const text = texts.get(name) ?? textOf(name, inputs)
    texts.set(name, text)
    return text
  }
  let left = valueBytes
  return (text) => {
    const growth = Array.from(text.matchAll(variable), ([mention, name = '']) => written(name).length - mention.length)
    left -= growth.reduce((total, units) => total + units, text.length)
    if (left < 0) throw new NodeError('VALIDATION', `The filled prompt is larger than ${valueBytes} bytes (setting limits.valueBytes).`)
    return text.replace(variable, (_, name: string) => written(name))
  }
}

const variable = /\{\{\s*([0-9A-Za-z][0-9A-Za-z_-]{0,199})\s*\}\}/g

const textOf = (name: string, inputs: Values): string => {
  const value: Json | undefined = Object.hasOwn(inputs, name) ? inputs[name] : undefined
  if (value === undefined) throw new NodeError('VALIDATION', `The prompt's variable ${name} has no value: connect an input of this name.`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
