import type { GetOptions } from '../../flow/capabilities/object-store.ts'

/** What a call told its caller. */
interface Seen {
  readonly pieces: Buffer[]
  readonly queued: boolean[]
  bytes: number
}

/** Options that write down what they are told; `onContent` of the overrides is called after that. */
export const recordedOptions = (overrides: Partial<GetOptions> = {}) => {
  const seen: Seen = { pieces: [], queued: [], bytes: 0 }
  const options: GetOptions = {
    signal: new AbortController().signal,
    idempotencyKey: 'key-1',
    executionArn: 'execution-1',
    valueBytes: 67_108_864,
    onBytes: (sizeBytes) => (seen.bytes += sizeBytes),
    onQueued: (queued) => seen.queued.push(queued),
    ...overrides,
    onContent: (piece) => {
      seen.pieces.push(Buffer.from(piece))
      overrides.onContent?.(piece)
    },
  }
  return { options, seen, content: () => Buffer.concat(seen.pieces) }
}

/** A content as nodes store it. */
export const text = (content: string | Uint8Array) => ({ content: Buffer.from(content), contentType: 'text/plain; charset=utf-8' })
