import type { Json } from '../../lib/json.ts'
import { deeperThan } from '../../lib/json.ts'

const deepest = 100

/** Reads what a model server sent. @throws SyntaxError - it is not JSON, or nests deeper than anything may. */
export const parseJson = (text: string): Json => {
  const value: Json = JSON.parse(text)
  // Every level has two brackets.
  if (text.length > 2 * deepest && deeperThan(deepest, value)) throw new SyntaxError(`Deeper than ${deepest} levels`)
  return value
}
