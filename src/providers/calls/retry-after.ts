import type { IncomingHttpHeaders } from 'node:http'

/**
 * How long an answer asks to be left alone, in milliseconds: as `Retry-After` says it, in seconds or as a date, or more
 * finely `retry-after-ms`, which OpenAI's and Azure's servers send.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export const retryAfterMs = (headers: IncomingHttpHeaders, now: number): number | undefined => {
  const fine = headers['retry-after-ms']
  if (typeof fine === 'string' && /^\d+(?:\.\d+)?$/.test(fine)) return Number(fine)
  const coarse = headers['retry-after']?.trim() ?? ''
  if (/^\d+(?:\.\d+)?$/.test(coarse)) return Number(coarse) * 1000
  const date = Date.parse(coarse)
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0)
}
