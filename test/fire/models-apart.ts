import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ClosedCall } from '../../examples/model-server.ts'

/** What the process of the models says. */
export type FromModels =
  | { readonly baseUrl: string }
  | { readonly closed: ClosedCall }
  | { readonly requests: number; readonly openStreams: number }

/** A model server in a process of its own, so that its work holds up neither the server nor the clients. */
export interface ModelsApart extends Disposable {
  readonly baseUrl: string
  /** Every call whose connection is gone, by its prompt. */
  readonly closed: ReadonlyMap<string, ClosedCall>
  /** As of a tenth of a second ago. */
  requests(): number
  openStreams(): number
}

/** @param words - of each answer; a word comes every `tokenDelayMs`. */
export const startModelsApart = async ({ tokenDelayMs, words }: { tokenDelayMs: number; words: number }): Promise<ModelsApart> => {
  const child = fork(new URL('model-process.ts', import.meta.url), [String(tokenDelayMs), String(words)])
  const closed = new Map<string, ClosedCall>()
  let counts = { requests: 0, openStreams: 0 }
  const [first]: FromModels[] = await once(child, 'message')
  child.on('message', (message: FromModels) => {
    if ('closed' in message) closed.set(message.closed.prompt, message.closed)
    else if ('requests' in message) counts = message
  })
  if (first === undefined || !('baseUrl' in first)) throw new Error('The process of the models did not say where it listens')
  return {
    baseUrl: first.baseUrl,
    closed,
    requests: () => counts.requests,
    openStreams: () => counts.openStreams,
    [Symbol.dispose]: () => child.disconnect(),
  }
}
