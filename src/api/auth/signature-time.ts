import { IncompleteSignatureException, InvalidSignatureException } from '../../contract/exceptions.ts'
import type { RequestSignature } from './authorization.ts'

/** How far the clocks of a client and of the server may be apart. */
export const longestSkewMs = 300_000

/**
 * When a signature was made, as `yyyymmddThhmmssZ`. One in a header holds for five minutes, a presigned one as long as it says.
 * @throws IncompleteSignatureException - its date is none, or not the day of its scope.
 * @throws InvalidSignatureException - it holds no longer, or not yet.
 */
export const checkedDate = (
  { date, day, expiresSeconds }: Pick<RequestSignature, 'date' | 'day' | 'expiresSeconds'>,
  now: number,
): string => {
  const instant = instantOf(date)
  if (instant === undefined) throw new IncompleteSignatureException('The AWS signature of the request is malformed: X-Amz-Date is no time.')
  const { at, written } = instant
  if (!written.startsWith(day))
    throw new IncompleteSignatureException(
      'The AWS signature of the request is malformed: Credential must be scoped to the day of X-Amz-Date.',
    )
  const held =
    expiresSeconds === undefined ? { ms: longestSkewMs, said: '5 min.' } : { ms: 1000 * expiresSeconds, said: `${expiresSeconds} s` }
  if (at < now - held.ms)
    throw new InvalidSignatureException(
      `Signature expired: ${written} is now earlier than ${basic(now - held.ms)} (${basic(now)} - ${held.said})`,
    )
  if (at > now + longestSkewMs)
    throw new InvalidSignatureException(
      `Signature not yet current: ${written} is still later than ${basic(now + longestSkewMs)} (${basic(now)} + 5 min.)`,
    )
  return written
}

const instantOf = (date: string): { readonly at: number; readonly written: string } | undefined => {
  const [, year, month, dayOfMonth, hour, minute, second] = basicPattern.exec(date) ?? []
  if (year === undefined) {
    const at = Date.parse(/^[A-Z][a-z]{2}, .+ GMT$/.test(date) ? date : '')
    return Number.isNaN(at) ? undefined : { at, written: basic(at) }
  }
  const at = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth), Number(hour), Number(minute), Number(second))
  return new Date(at).getUTCDate() === Number(dayOfMonth) ? { at, written: date } : undefined
}

/** A year of four digits that `Date.UTC` takes as it is; whether the month has the day is not said. */
const basicPattern = /^([1-9]\d{3})(0[1-9]|1[0-2])(\d\d)T([01]\d|2[0-3])([0-5]\d)([0-5]\d)Z$/

const basic = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
