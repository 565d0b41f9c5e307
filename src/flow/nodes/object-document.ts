import type { Json } from '../../lib/json.ts'
import { deeperThan } from '../../lib/json.ts'
import { NodeError } from '../node-error.ts'

const deepest = 100

/** The JSON document in an object whose declared type is not String. @throws NodeError - VALIDATION: it is none that may be a value. */
export const objectDocument = (text: string, { uri, type }: { readonly uri: string; readonly type: string }): Json => {
  const refused = (why: string, cause?: unknown): NodeError =>
    new NodeError('VALIDATION', `Object ${uri} ${why}: correct it, or declare the output s3Content as String in place of ${type}.`, {
      cause,
    })
  const value = parsed(text, (cause) => refused('is not JSON', cause))
  if (deeperThan(deepest, value)) throw refused(`nests deeper than ${deepest} levels`)
  if (!isFinite(value)) throw refused('has a number that is too large for a double')
  return value
}

const parsed = (text: string, refused: (cause: unknown) => NodeError): Json => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw refused(cause)
  }
}

/** Whether all numbers are: the others would become null when they are stored. */
const isFinite = (value: Json): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values<Json>(value).every(isFinite)
}
