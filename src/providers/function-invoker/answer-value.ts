import type { Json } from '../../lib/json.ts'
import { deeperThan } from '../../lib/json.ts'
import { malformedAnswer } from './function-failure.ts'

const deepest = 128

/** What a function returned. @throws NodeError - it is no JSON, or nests deeper than anything may. */
export const answerValue = (functionArn: string, payload: string): Json => {
  const value = parsed(functionArn, payload)
  // Every level has two brackets.
  if (payload.length > 2 * deepest && deeperThan(deepest, value))
    throw malformedAnswer(functionArn, `JSON that nests deeper than ${deepest} levels`)
  return value
}

const parsed = (functionArn: string, payload: string): Json => {
  try {
    return JSON.parse(payload)
  } catch (cause) {
    throw malformedAnswer(functionArn, 'what is not JSON', cause)
  }
}
