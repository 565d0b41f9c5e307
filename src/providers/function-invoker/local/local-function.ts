import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CallOptions } from '../../../flow/capabilities/call-options.ts'
import type { Clock, Timer } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { EndpointAnswer, EndpointCall, EndpointOptions, FunctionEndpoint } from '../function-endpoint.ts'
import { handlerEnvironment } from './handler-environment.ts'
import { HandlerProcess } from './handler-process.ts'
import { LocalHandler } from './local-handler.ts'
import type { PrintedLine } from './printed-lines.ts'
import { printedLines } from './printed-lines.ts'
import { versionOfSources } from './version-of-sources.ts'

/** A file with a handler, called in child processes that are kept between calls. */
export interface LocalFunctionOptions extends EndpointOptions {
  /** An absolute path. */
  readonly module: string
  /** @defaultValue `handler`, in Python `lambda_handler` */
  readonly handler?: string
  /** Of Python. */
  readonly interpreter: string
  /** `NAME=value`, or the name of a variable of the server. */
  readonly env: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Processes at once, those that wait for a call included. */
  readonly maxConcurrency: number
  /** How long a call may take, as the handler is told. */
  readonly seconds: number
  /** Whether a handler is loaded anew when a source file beside it has changed. */
  readonly reload: boolean
  readonly clock: Clock
  readonly ids: Ids
  readonly onOutput: (line: PrintedLine) => void
}

/** How long a process waits for its next call. */
const idleMs = 300_000

interface Idle {
  readonly handler: LocalHandler
  readonly functionArn: string
  readonly version: string
  readonly timer: Timer
}

/** One call at a time in each process; a process serves one ARN, which its environment names. */
export class LocalFunction implements FunctionEndpoint {
  readonly #options: LocalFunctionOptions
  /** Those that wait for a call, the last used at the end. */
  #idle: readonly Idle[] = []
  readonly #all = new Set<LocalHandler>()

  constructor(options: LocalFunctionOptions) {
    this.#options = options
  }

  async invoke(call: EndpointCall, options: CallOptions): Promise<EndpointAnswer> {
    const { module, reload, ids, clock, seconds, setting, answerBytes } = this.#options
    const version = reload ? await versionOfSources(dirname(module)) : ''
    const handler = this.#waiting(call.functionArn, version) ?? (await this.#start(call.functionArn, options.signal))
    try {
      return await handler.call(
        {
          ...call,
          requestId: ids.uuid(),
          mark: crypto.randomUUID(),
          deadline: clock.now() + seconds * 1000,
          longestAnswer: answerBytes,
          setting,
        },
        options,
      )
    } finally {
      if (handler.usable) this.#keep(handler, call.functionArn, version)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { timer } of this.#idle) timer.cancel()
    this.#idle = []
    await Promise.all([...this.#all].map((handler) => handler.end()))
  }

  /** One that has served this function already. Those that loaded other files than there are now end. */
  #waiting(functionArn: string, version: string): LocalHandler | undefined {
    for (const idle of this.#idle) if (idle.version !== version) void this.#dismiss(idle)
    const found = this.#idle.findLast((idle) => idle.functionArn === functionArn && idle.handler.usable)
    if (!found) return undefined
    this.#forget(found)
    return found.handler
  }

  /** Invariant 9: whose call was stopped while another process ended gets none. */
  async #start(functionArn: string, signal: AbortSignal): Promise<LocalHandler> {
    const [oldest] = this.#idle
    if (oldest && this.#all.size >= this.#options.maxConcurrency) await this.#dismiss(oldest)
    signal.throwIfAborted()
    const { module, handler = defaultHandler(module), onOutput, clock } = this.#options
    const process = new HandlerProcess({
      ...commandOf(this.#options, handler),
      workingDirectory: dirname(module),
      environment: handlerEnvironment({ ...this.#options, functionArn, handler }),
      clock,
      onOutput: printedLines(functionArn, onOutput),
    })
    const started = new LocalHandler(process, clock)
    this.#all.add(started)
    void started.gone.then(() => {
      this.#all.delete(started)
      for (const idle of this.#idle) if (idle.handler === started) this.#forget(idle)
    })
    return started
  }

  #keep(handler: LocalHandler, functionArn: string, version: string): void {
    const timer = this.#options.clock.timer(idleMs, () => void this.#dismiss(idle))
    const idle: Idle = { handler, functionArn, version, timer }
    this.#idle = [...this.#idle, idle]
  }

  #dismiss(idle: Idle): Promise<void> {
    this.#forget(idle)
    return idle.handler.end()
  }

  #forget(idle: Idle): void {
    idle.timer.cancel()
    this.#idle = this.#idle.filter((each) => each !== idle)
  }
}

const isPython = (module: string): boolean => extname(module) === '.py'

const defaultHandler = (module: string): string => (isPython(module) ? 'lambda_handler' : 'handler')

/** The compiler does not rewrite URLs; in development the source runs. */
const nodeRuntime = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './node-runtime.ts' : './node-runtime.js', import.meta.url))
const pythonRuntime = fileURLToPath(new URL('./python_runtime.py', import.meta.url))

const commandOf = ({ module, interpreter }: LocalFunctionOptions, handler: string) =>
  isPython(module)
    ? { command: interpreter, args: ['-B', '-u', pythonRuntime, module, handler] }
    : { command: process.execPath, args: [nodeRuntime, module, handler] }
