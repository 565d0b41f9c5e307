import { NodeError } from '../../flow/node-error.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'

/** Members that would ask for more than the one answer that is read. */
const several: ReadonlySet<string> = new Set(['n', 'candidateCount'])

/**
 * The body of a request with a prompt's `additionalModelRequestFields` in it: objects are merged, all else must be new.
 * @throws NodeError - VALIDATION, naming the field that cannot be set.
 */
export const withFields = (body: JsonObject, fields: Json | undefined): JsonObject => {
  if (fields === undefined || fields === null) return body
  if (!isJsonObject(fields)) throw new NodeError('VALIDATION', 'additionalModelRequestFields must be an object.')
  return merged(body, fields, '')
}

const merged = (body: JsonObject, fields: JsonObject, path: string): JsonObject => {
  const result: Record<string, Json> = { ...body }
  for (const [name, value] of Object.entries(fields)) {
    const before = Object.hasOwn(body, name) ? body[name] : undefined
    if (isJsonObject(before) && isJsonObject(value)) result[name] = merged(before, value, `${path}${name}.`)
    else if (before !== undefined || several.has(name)) throw taken(`${path}${name}`)
    else define(result, name, value)
  }
  return result
}

/** Also a member named `__proto__`, as JSON may have it. */
const define = (object: Record<string, Json>, name: string, value: Json): void => {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}

const taken = (field: string): NodeError =>
  new NodeError('VALIDATION', `additionalModelRequestFields must not have '${field}': Sluice sets it itself, for one streamed answer.`)
