import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { bound } from '../../scripts/bound.ts'

/** The built `sluice serve` in a process of its own, whatever becomes of it. */
export interface SluiceProcess extends AsyncDisposable {
  readonly pid: number
  /** Rejects when the process ends before it listens. */
  readonly endpoint: Promise<string>
  readonly ended: Promise<Ended>
  signal(signal: NodeJS.Signals): void
}

export interface Ended {
  /** The exit code, or the signal that killed it. */
  readonly code: number | NodeJS.Signals | null
  readonly stderr: string
}

export interface ProcessOptions {
  readonly args: readonly string[]
  /** What runs before the server in its process: a file beside this one. */
  readonly preload?: string
  /** The program that becomes the server, with its first arguments. */
  readonly launcher?: readonly string[]
}

export const serve = ({ args, preload, launcher = [] }: ProcessOptions): SluiceProcess => {
  const imports = preload === undefined ? [] : ['--import', new URL(preload, import.meta.url).pathname]
  const [command = '', ...rest] = [...launcher, process.execPath, ...imports, main, 'serve', '--port', '0', ...args]
  const child = bound(spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } }))
  const stderr = text(child.stderr)
  const ended = once(child, 'close').then(async ([code, signal]): Promise<Ended> => ({ code: code ?? signal, stderr: await stderr }))
  const firstLine = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line))
  const endpoint = Promise.race([firstLine, ended]).then((first) => {
    if (typeof first !== 'string') throw new Error(`The server ended with ${first.code} before it listened:\n${first.stderr}`)
    return first.slice(first.lastIndexOf(' ') + 1)
  })
  endpoint.catch(() => {})
  return {
    pid: child.pid ?? 0,
    endpoint,
    ended,
    signal: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const main = new URL('../../dist/cli/main.js', import.meta.url).pathname

/** What was written to standard error beside the log, which is JSON. */
export const sentences = ({ stderr }: Ended): readonly string[] => stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'))

/** The log's lines. */
export const logged = ({ stderr }: Ended): readonly Readonly<Record<string, unknown>>[] =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
