import type { ObjectPlace } from '../../flow/capabilities/object-store.ts'
import { NodeError } from '../../flow/node-error.ts'
import { oneLine } from '../calls/one-line.ts'

/** What names an object's call in its failures. */
export interface ObjectCall {
  readonly place: ObjectPlace
  /** The entry of the configuration that leads there: `buckets[0]`. */
  readonly setting: string
}

/** An object in a sentence. Keys may be long, or hide line breaks. */
export const named = ({ place: { bucket, key } }: ObjectCall): string => `s3://${bucket}/${oneLine(key)}`

export const missingFailure = (call: ObjectCall, cause?: unknown): NodeError =>
  new NodeError('DEPENDENCY_FAILED', `There is no object ${named(call)}: check the key, and where ${call.setting} leads.`, { cause })

/** Another attempt would find it as large. */
export const tooLargeFailure = (call: ObjectCall, valueBytes: number): NodeError =>
  new NodeError('VALIDATION', `Object ${named(call)} is larger than ${valueBytes} bytes (setting limits.valueBytes).`)

/** What no flow may reach, or what the place cannot hold. */
export const refusedKey = (call: ObjectCall, why: string, cause?: unknown): NodeError =>
  new NodeError('VALIDATION', `Object ${named(call)} is refused: its key ${why}.`, { cause })
