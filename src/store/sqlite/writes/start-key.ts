import { hash } from 'node:crypto'
import type { ExecutionStart } from '../../../engine/event-log.ts'

type Token = Pick<ExecutionStart, 'account' | 'startToken'>

const hourMs = 3_600_000
const hashes = 2 ** 32

/**
 * The hour of a start and 32 bits of its token's hash: an index over it grows where the hour is. No SDK repeats a call an
 * hour later.
 */
export const startKey = (token: Token, startedAt: number): number => keyIn(Math.floor(startedAt / hourMs), hashOf(token))

/** Where a start with this token stands if it was made in this hour, or in one beside it. */
export const startKeysAbout = (token: Token, now: number): readonly [number, number, number] => {
  const hour = Math.floor(now / hourMs)
  const hashed = hashOf(token)
  return [keyIn(hour - 1, hashed), keyIn(hour, hashed), keyIn(hour + 1, hashed)]
}

const keyIn = (hour: number, hashed: number): number => hour * hashes + hashed

const hashOf = ({ account, startToken }: Token): number => hash('sha256', `${account} ${startToken}`, 'buffer').readUInt32BE()
