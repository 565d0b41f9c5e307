import type { Json } from '../lib/json.ts'

/**
 * Whether the JSON of a value has more than so many bytes of UTF-8. Pure. A text is counted piece by piece: to write megabytes
 * a second time costs more than all else that is done with them.
 */
export const largerThan = (value: Json, bytes: number): boolean => {
  if (typeof value === 'string' && value.isWellFormed()) return mostPerUnit * value.length + 2 > bytes && textBytes(value) > bytes
  const text = JSON.stringify(value)
  if (text.length > bytes) return true
  return 3 * text.length > bytes && new TextEncoder().encode(text).byteLength > bytes
}

/** As an escape: `\u0001`. */
const mostPerUnit = 6
const pieceBytes = 16_384

const textBytes = (text: string): number => {
  const encoder = new TextEncoder()
  const piece = new Uint8Array(pieceBytes)
  let bytes = 2
  for (let at = 0; at < text.length;) {
    const { read, written } = encoder.encodeInto(text.slice(at), piece)
    at += read
    bytes += written
    for (let index = 0; index < written; index++) bytes += escaping[piece[index] ?? 0] ?? 0
  }
  return bytes
}

/** What each byte has more in JSON than in UTF-8. */
const escaping = Uint8Array.from({ length: 0x100 }, (_, byte) =>
  byte < 0x80 ? JSON.stringify(String.fromCharCode(byte)).length - '"x"'.length : 0,
)
