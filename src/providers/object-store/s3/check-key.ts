import type { ObjectCall } from '../object-failure.ts'
import { refusedKey } from '../object-failure.ts'

/** S3's own bound. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const mostBytes = 1024

/**
 * S3 takes nearly every text as a key. A segment `.` or `..` is refused here: what stands between may read it as a path, and
 * lead to another object or bucket.
 * @throws NodeError - VALIDATION: what is wrong with the key.
 */
export const checkKey = (call: ObjectCall): void => {
  const { key } = call.place
  if (key === '') throw refusedKey(call, 'is empty')
  if (!key.isWellFormed()) throw refusedKey(call, 'has half of a surrogate pair')
  if (Buffer.byteLength(key) > mostBytes) throw refusedKey(call, `is longer than ${mostBytes} bytes`)
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(key)) throw refusedKey(call, "has the segment '.' or '..'")
}
