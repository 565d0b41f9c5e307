import type { CallOptions } from '../../../flow/capabilities/call-options.ts'
import { NodeError } from '../../../flow/node-error.ts'
import type { Clock } from '../../../lib/clock.ts'
import { clientContext } from '../client-context.ts'
import type { EndpointAnswer, EndpointCall, FunctionError } from '../function-endpoint.ts'
import { malformedAnswer, tooLargeAnswer } from '../function-failure.ts'
import type { Ending, HandlerProcess } from './handler-process.ts'
import { lingerMs } from './handler-process.ts'

/** What a call has beside its event. */
export interface HandlerCall extends EndpointCall {
  readonly requestId: string
  /** Unknown to the handler: a line of the channel that does not begin with it is not its runtime's. */
  readonly mark: string
  /** Milliseconds UTC. */
  readonly deadline: number
  /** Bytes. */
  readonly longestAnswer: number
  /** The entry of the configuration, for messages. */
  readonly setting: string
}

/** Why a call is over. */
type Outcome =
  | { readonly type: 'answered'; readonly kind: string; readonly text: string }
  | { readonly type: 'gone'; readonly ending: Ending }
  | { readonly type: 'too large' | 'intruded' | 'aborted' }

/** Calls one handler in its process, one call at a time. Invariant 13: what is stopped settles when the process is gone. */
export class LocalHandler {
  readonly #process: HandlerProcess
  #exchange: Exchange | undefined
  #usable = true

  constructor(process: HandlerProcess, clock: Clock) {
    this.#process = process
    // A handler may close what is not its own; a process that ends closes it too.
    process.channel.once('end', () => clock.timer(lingerMs, () => this.#exchange?.end({ type: 'intruded' })))
    process.channel.on('data', (chunk: Buffer) => this.#take(chunk))
    void process.silent.then((ending) => this.#exchange?.end({ type: 'gone', ending }))
  }

  /** Whether it can take another call. */
  get usable(): boolean {
    return this.#usable && !this.#process.ended
  }

  /** Resolves when it has ended by itself, or was. */
  get gone(): Promise<unknown> {
    return this.#process.gone
  }

  async call(call: HandlerCall, { signal, idempotencyKey, onBytes }: CallBounds): Promise<EndpointAnswer> {
    signal.throwIfAborted()
    const exchange = new Exchange(call, onBytes)
    this.#exchange = exchange
    const abort = (): void => exchange.end({ type: 'aborted' })
    signal.addEventListener('abort', abort, { once: true })
    this.#process.channel.write(lineOf(call, idempotencyKey))
    const outcome = await exchange.outcome
    signal.removeEventListener('abort', abort)
    this.#exchange = undefined
    if (outcome.type === 'answered' && outcome.kind !== broken) return answerOf(call, outcome)
    await this.end()
    if (outcome.type === 'answered') return answerOf(call, outcome)
    signal.throwIfAborted()
    throw failureOf(call, outcome)
  }

  /** Ends the process, whatever it is doing. Resolves when it is gone. */
  end(): Promise<void> {
    this.#usable = false
    return this.#process.kill()
  }

  #take(chunk: Buffer): void {
    if (this.#exchange) this.#exchange.take(chunk)
    else void this.end() // it said something unasked: what it says next would be no answer
  }
}

type CallBounds = {
  readonly [Name in 'signal' | 'idempotencyKey' | 'onBytes']: CallOptions[Name]
}

const broken = 'x'
const newline = 0x0a
/** The mark, the kind and the line's end. */
const frameBytes = 64

/** One answer as it arrives: one line, and nothing behind it. */
class Exchange {
  readonly outcome: Promise<Outcome>
  readonly end: (outcome: Outcome) => void
  readonly #call: HandlerCall
  readonly #onBytes: (sizeBytes: number) => void
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(call: HandlerCall, onBytes: (sizeBytes: number) => void) {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.outcome = promise
    this.end = resolve
    this.#call = call
    this.#onBytes = onBytes
  }

  take(chunk: Buffer): void {
    this.#onBytes(chunk.length)
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    const end = chunk.indexOf(newline)
    if (end === -1) {
      if (this.#bytes > this.#call.longestAnswer + frameBytes) this.end({ type: 'too large' })
      return
    }
    if (end < chunk.length - 1) return this.end({ type: 'intruded' })
    const line = Buffer.concat(this.#chunks).toString()
    const head = `${this.#call.mark} `
    if (!line.startsWith(head)) return this.end({ type: 'intruded' })
    this.end({ type: 'answered', kind: line.slice(head.length, head.length + 1), text: line.slice(head.length + 2, -1) })
  }
}

const lineOf = ({ payload, mark, requestId, functionArn, deadline, longestAnswer }: HandlerCall, idempotencyKey: string): string => {
  const call = { mark, requestId, functionArn, clientContext: clientContext(idempotencyKey), deadline, longestAnswer }
  return `${JSON.stringify(call).slice(0, -1)},"event":${payload}}\n`
}

const answerOf = (
  { functionArn, requestId, longestAnswer }: HandlerCall,
  { kind, text }: { kind: string; text: string },
): EndpointAnswer => {
  if (kind === '1') return { requestId, payload: text }
  if (kind === 'l') throw tooLargeAnswer(functionArn, { answerBytes: longestAnswer })
  return { requestId, error: errorOf(functionArn, text) }
}

const errorOf = (functionArn: string, text: string): FunctionError => {
  try {
    const { errorType, errorMessage }: Partial<Record<keyof FunctionError, unknown>> = JSON.parse(text)
    return { errorType: String(errorType), errorMessage: String(errorMessage) }
  } catch (cause) {
    throw malformedAnswer(functionArn, 'what is not JSON', cause)
  }
}

const failureOf = ({ functionArn, setting, longestAnswer }: HandlerCall, outcome: Exclude<Outcome, { type: 'answered' }>): NodeError => {
  const failed = (what: string, retryable = false): NodeError =>
    new NodeError('DEPENDENCY_FAILED', `Function ${functionArn} (${setting}.module) ${what}.`, { retryable })
  switch (outcome.type) {
    case 'too large':
      return tooLargeAnswer(functionArn, { answerBytes: longestAnswer })
    case 'intruded':
      return failed('wrote to the descriptor of its answers, or closed it: return one value, and print to standard output')
    case 'aborted':
      return failed('was stopped')
    case 'gone':
      return endedBy(outcome.ending, { setting, failed })
  }
}

/** What the system calls a lack of descriptors, processes or memory. */
const noRoom: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'])

const endedBy = (
  ending: Ending,
  { setting, failed }: { readonly setting: string; readonly failed: (what: string, retryable?: boolean) => NodeError },
): NodeError => {
  switch (ending.type) {
    case 'exit':
      return failed(`ended its process with the exit code ${ending.code} before it answered: return a value or throw an error`)
    case 'signal':
      return failed(`was ended by ${ending.signal} before it answered: look for who sent it, or for a lack of memory`, true)
    case 'unstarted':
      return noRoom.has(ending.code)
        ? failed(
            `could not be started (${ending.code}): lower ${setting}.maxConcurrency, or give the server more descriptors, processes and memory`,
            true,
          )
        : failed(
            `could not be started (${ending.code}): check that its directory is there, and install its interpreter or name it by the setting interpreter`,
          )
  }
}
