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
  const [, year, month, dayOfMonth, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? []
  const at =
    year === undefined
      ? Date.parse(/^[A-Z][a-z]{2}, .+ GMT$/.test(date) ? date : '')
      : Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth), Number(hour), Number(minute), Number(second))
  if (Number.isNaN(at)) return undefined
  const written = basic(at)
  return year === undefined || written === date ? { at, written } : undefined
}

const basic = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
