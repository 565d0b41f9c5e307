import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { Duplex } from 'node:stream'
import type { Clock } from '../../../lib/clock.ts'

/** How a process ended: in order, by a signal, or it never began. */
export type Ending =
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly type: 'unstarted'; readonly code: string }

export interface HandlerProcessOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string>>
  readonly clock: Clock
  /** What the handler prints. */
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void
}

/** How long an answer may still be on its way when its process has ended already, or the other way round. */
export const lingerMs = 500

/**
 * A child process with a handler. It leads a process group of its own, so that what it starts ends with it; it has five
 * descriptors and none of the server's. Invariant 13: `gone` resolves when the process is no more.
 */
export class HandlerProcess {
  /** Resolves with how it ended. Never rejects. */
  readonly gone: Promise<Ending>
  /** Resolves when, beyond that, nothing more comes from the channel. */
  readonly silent: Promise<Ending>
  readonly channel: Duplex
  readonly #child: ChildProcess | undefined
  readonly #streams: readonly (Stream | null | undefined)[]
  #ended = false

  constructor(options: HandlerProcessOptions) {
    const started = start(options)
    const child = 'code' in started ? undefined : started
    this.#child = child
    this.gone = new Promise((resolve) => {
      if ('code' in started) resolve({ type: 'unstarted', code: started.code })
      child?.once('error', (error) => resolve({ type: 'unstarted', code: codeOf(error) }))
      child?.once('exit', (code, signal) => {
        this.#killGroup()
        resolve(signal === null ? { type: 'exit', code: code ?? 0 } : { type: 'signal', signal })
      })
    })
    child?.stdout?.on('data', (chunk: Buffer) => options.onOutput('stdout', chunk))
    child?.stderr?.on('data', (chunk: Buffer) => options.onOutput('stderr', chunk))
    this.#streams = streamsOf(child)
    const channel = this.#streams[3]
    this.channel = channel instanceof Duplex ? channel : new Duplex().destroy()
    for (const stream of this.#streams) stream?.on('error', () => {}) // broken pipes: the exit tells
    this.silent = this.#silence(options.clock)
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Ends the process and what it has started, whatever it is doing. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.channel.destroy()
    if (!this.#ended) this.#killGroup()
    await this.gone
  }

  async #silence(clock: Clock): Promise<Ending> {
    const ending = await this.gone
    this.#ended = true
    await new Promise<void>((resolve) => {
      // Who left the group may keep the descriptor open: the end of the process counts.
      const linger = clock.timer(lingerMs, resolve)
      const over = (): void => {
        linger.cancel()
        resolve()
      }
      if (this.channel.closed) over()
      else this.channel.once('close', over)
    })
    for (const stream of this.#streams) stream?.destroy()
    return ending
  }

  #killGroup(): void {
    const pid = this.#child?.pid
    if (pid === undefined) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // Nobody of the group is left, or the system has no groups.
      this.#child?.kill('SIGKILL')
    }
  }
}

type Stream = Readable | Writable

/** A system without room refuses a process at once, by an exception, or a moment later, by an event. */
const start = ({ command, args, workingDirectory, environment }: HandlerProcessOptions): ChildProcess | { readonly code: string } => {
  try {
    return spawn(command, args, {
      cwd: workingDirectory,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return { code: codeOf(error) }
    throw error
  }
}

/** Where no descriptors were left there are none, whatever the type says. */
const streamsOf = (child: Partial<Pick<ChildProcess, 'stdio'>> | undefined): readonly (Stream | null | undefined)[] => child?.stdio ?? []

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name)
