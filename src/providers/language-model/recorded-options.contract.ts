import type { ConverseOptions } from '../../flow/capabilities/language-model.ts'

/** What a call was rejected with; it must not be answered. Takes the rejection before anybody awaits it. */
export const reasonOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => Promise.reject(new Error('The call was answered.')),
    (reason: unknown) => reason,
  )

/** What a call told its caller. */
export interface Seen {
  readonly texts: string[]
  readonly queued: boolean[]
  bytes: number
}

/** Options that write down what they are told; `onText` of the overrides is called after that. */
export const recordedOptions = (overrides: Partial<Omit<ConverseOptions, 'onText'>> & { onText?: (text: string) => unknown } = {}) => {
  const seen: Seen = { texts: [], queued: [], bytes: 0 }
  const options: ConverseOptions = {
    signal: new AbortController().signal,
    idempotencyKey: 'key-1',
    executionArn: 'execution-1',
    onBytes: (sizeBytes) => (seen.bytes += sizeBytes),
    onQueued: (queued) => seen.queued.push(queued),
    ...overrides,
    onText: (text) => {
      seen.texts.push(text)
      overrides.onText?.(text)
    },
  }
  return { options, seen }
}
