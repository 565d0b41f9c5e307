import type { ObjectCall } from '../object-failure.ts'
import { refusedKey } from '../object-failure.ts'

/** Names that begin so are Sluice's own, in any case: no key can read or write them. */
export const ownPrefix = '.sluice-'

/**
 * The names that lead to an object from its bucket's directory. A key is a path here, and means the same file on every
 * system or none at all: what some system reads otherwise is refused on all of them.
 * @throws NodeError - VALIDATION: what is wrong with the key.
 */
export const keySegments = (call: ObjectCall): readonly string[] => {
  const { key } = call.place
  const segments = key.split('/')
  const wrong = keyRules.find(([broken]) => broken(key)) ?? segmentRules.find(([broken]) => segments.some(broken))
  if (wrong) throw refusedKey(call, wrong[1])
  return segments
}

type Rule = readonly [broken: (text: string) => boolean, why: string]

/** S3's own bound. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const mostKeyBytes = 1024
/** Of one name, in every usual file system. */
const mostSegmentBytes = 255

const keyRules: readonly Rule[] = [
  [(key) => key === '', 'is empty'],
  [(key) => !key.isWellFormed(), 'has half of a surrogate pair'],
  [(key) => Buffer.byteLength(key) > mostKeyBytes, `is longer than ${mostKeyBytes} bytes`],
  [(key) => /\p{Cc}/u.test(key), 'has a control character'],
  [(key) => key.startsWith('/'), 'begins with a slash'],
  [(key) => key.endsWith('/'), 'ends with a slash'],
  [(key) => key.includes('//'), 'has nothing between two slashes'],
  [(key) => key.includes('\\'), 'has a backslash'],
  [(key) => /^[a-z]:/i.test(key), 'begins with a drive'],
  [(key) => encoded.test(key), 'has a percent-encoded dot, slash, backslash, percent sign or control character'],
  [(key) => key !== key.normalize('NFC'), "is not in Unicode's normal form C"],
  [(key) => pathSigns(key.normalize('NFKC')) !== pathSigns(key), 'has a character that stands for a dot, a slash or a backslash'],
]

const encoded = /%(?:2e|2f|5c|25|7f|[01][0-9a-f]|c[01])/i

/** Everything that parts or climbs a path. */
const pathSigns = (text: string): string => text.replace(/[^./\\]/g, '')

const segmentRules: readonly Rule[] = [
  [(segment) => segment === '.' || segment === '..', "has the segment '.' or '..'"],
  [(segment) => /[. ]$/.test(segment), 'has a segment that ends with a dot or a space'],
  [(segment) => Buffer.byteLength(segment) > mostSegmentBytes, `has a segment longer than ${mostSegmentBytes} bytes`],
  [(segment) => device.test(segment), 'has a segment that is a device on some system'],
  [(segment) => segment.toLowerCase().startsWith(ownPrefix), `has a segment that begins with ${ownPrefix}, as Sluice's own files do`],
]

/** @see https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i
