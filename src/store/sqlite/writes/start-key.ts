import { hash } from 'node:crypto'
import type { ExecutionStart } from '../../../engine/event-log.ts'

type Token = Pick<ExecutionStart, 'account' | 'startToken'>

const hourMs = 3_600_000
const hashes = 2 ** 32

/**
 * Where starts with this token stand: the hour of the start and 32 bits of the token's hash, so that an index over it grows
 * where the hour is. No SDK repeats a call an hour later.
 */
export const startKeys = ({ account, startToken }: Token, startedAt: number): StartKeys => {
  const hour = Math.floor(startedAt / hourMs)
  const hashed = hash('sha256', `${account} ${startToken}`, 'buffer').readUInt32BE()
  return { before: (hour - 1) * hashes + hashed, now: hour * hashes + hashed, after: (hour + 1) * hashes + hashed }
}

/** Of a start made in the hour before, in this one, and in the one after: clocks are set back. */
export interface StartKeys {
  readonly before: number
  readonly now: number
  readonly after: number
}
