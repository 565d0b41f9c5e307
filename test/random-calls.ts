import type { FunctionCall } from '../src/flow/capabilities/function-invoker.ts'
import type { Json, JsonObject } from '../src/lib/json.ts'
import { isJsonObject } from '../src/lib/json.ts'

/** What the function of a random flow answers to, in words: those of a Prompt of the same name and inputs. */
export const wordsOf = ({ event }: FunctionCall): string => {
  const node = objectIn(event['node'])
  const inputs = Array.isArray(node['inputs']) ? node['inputs'].map((input) => objectIn(input)['value'] ?? null) : []
  return [node['name'] ?? '', ...inputs].map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')
}

const objectIn = (value: Json | undefined): JsonObject => {
  if (value === undefined || !isJsonObject(value)) throw new Error(`${JSON.stringify(value)} is no object`)
  return value
}
