import type { Json } from '../../../lib/json.ts'

/** What a vendor said went wrong: the AI SDK has its words in an error, in an object, or as they came. */
export const errorOf = (error: unknown): Json => {
  if (typeof error !== 'object' || error === null) return String(error)
  const message = 'message' in error && typeof error.message === 'string' ? error.message : JSON.stringify(error)
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? { status: error.statusCode } : {}
  return { message, ...status }
}
