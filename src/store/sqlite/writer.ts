import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { StorageUnavailable } from '../../engine/event-log.ts'
import type { Answer, Request } from './commit-group.ts'
import { errorOf } from './failure.ts'
import { StoreRefused } from './store-refused.ts'
import type { FromWriter, ToWriter } from './writer-thread.ts'
import type { WriteInput, WriteName, WriteOutput } from './writes/named-writes.ts'

/** So many answers are given per turn of the event loop: a group of 512 holds nobody up. */
const sliceAnswers = 64

/** About what a write weighs beside its rows. */
const writeBytes = 512

/** The main thread's end of the writer. A write that was answered is on disk, and every reader sees it. */
export class Writer implements AsyncDisposable {
  readonly #worker: Worker
  readonly #events: WriterEvents
  readonly #pending = new Map<number, Pending>()
  readonly #exited: Promise<unknown>
  #outbox: Request[] = []
  #answers: Answer[] = []
  #ids = 0
  #waitingBytes = 0
  #closed: Error | undefined

  /** @throws StoreRefused - the database cannot be used. */
  static async open(file: string, events: WriterEvents): Promise<Writer> {
    const worker = new Worker(threadFile, { workerData: file })
    const [message]: FromWriter[] = await once(worker, 'message')
    if (message === 'ready') return new Writer(worker, events)
    await worker.terminate()
    throw new StoreRefused(typeof message === 'object' && 'refused' in message ? message.refused : 'The writer did not start')
  }

  /** @param worker - has said that it is ready. */
  constructor(worker: Worker, events: WriterEvents) {
    this.#worker = worker
    this.#events = events
    this.#exited = new Promise((resolve) => worker.once('exit', resolve))
    worker.on('message', (answers: readonly Answer[]) => this.#take(answers))
    worker.on('error', (error: Error) => this.#end(error))
    worker.on('exit', () => this.#end(new Error('The thread of the storage ended')))
  }

  /** Of writes that were not answered yet. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  write<Name extends WriteName>(name: Name, input: WriteInput<Name>, { rows = 1, bytes = 0 } = {}): Promise<WriteOutput<Name>> {
    if (this.#closed) return Promise.reject(new StorageUnavailable('The storage is closed.', { cause: this.#closed }))
    const id = ++this.#ids
    return new Promise((resolve, reject) => {
      const weight = bytes + writeBytes
      this.#pending.set(id, { resolve, reject, rows, bytes: weight })
      this.#waitingBytes += weight
      // One message for all that this turn's promises write.
      if (this.#outbox.length === 0) process.nextTick(() => this.#send())
      this.#outbox.push({ id, name, input, rows, bytes })
      this.#events.onSend?.()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) {
      this.#closed = new Error('The store was closed')
      this.#send()
      this.#post('close')
    }
    await this.#exited
  }

  #send(): void {
    if (this.#outbox.length === 0) return
    this.#post(this.#outbox)
    this.#outbox = []
  }

  #post(message: ToWriter): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message)
  }

  /** One message answers one commit group. */
  #take(answers: readonly Answer[]): void {
    const refusal = refusalOf(answers)
    if (!refusal) this.#events.onCommit?.(answers.reduce((rows, { id }) => rows + (this.#pending.get(id)?.rows ?? 0), 0))
    const idle = this.#answers.length === 0
    this.#answers.push(...answers)
    this.#events.onAnswer?.(refusal, this.#pending.size > this.#answers.length)
    if (idle) this.#settle(sliceAnswers)
  }

  #settle(most: number): void {
    for (const answer of this.#answers.splice(0, most)) {
      const pending = this.#pending.get(answer.id)
      if (!pending) continue
      this.#pending.delete(answer.id)
      this.#waitingBytes -= pending.bytes
      if ('failure' in answer) pending.reject(errorOf(answer.failure))
      else pending.resolve(answer.value)
    }
    if (this.#answers.length > 0) setImmediate(() => this.#settle(sliceAnswers))
  }

  /** Whatever was not answered may be on disk or not. */
  #end(error: Error): void {
    const expected = this.#closed !== undefined
    this.#closed ??= error
    this.#settle(Infinity)
    for (const pending of this.#pending.values())
      pending.reject(new StorageUnavailable('The storage ended before it answered.', { cause: error }))
    this.#pending.clear()
    this.#waitingBytes = 0
    if (!expected) this.#events.onFatal(error)
  }
}

/** What happens to the writer besides its answers. */
export interface WriterEvents {
  /** The thread ended, although nobody had closed it. */
  readonly onFatal: (error: Error) => void
  /** Told of each commit: how many rows it made durable. */
  readonly onCommit?: (rows: number) => void
  /** Told of each write. */
  readonly onSend?: () => void
  /** Told of each group that is answered: why it was refused as a whole, and whether others wait. */
  readonly onAnswer?: (refusal: StorageUnavailable | undefined, waiting: boolean) => void
}

const refusalOf = ([first]: readonly Answer[]): StorageUnavailable | undefined => {
  const error = first && 'failure' in first ? errorOf(first.failure) : undefined
  return error instanceof StorageUnavailable ? error : undefined
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
  readonly rows: number
  readonly bytes: number
}

/** The compiler does not rewrite URLs; in development the source runs. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js', import.meta.url)
