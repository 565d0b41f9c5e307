import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { bound } from './bound.ts'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly endpoint: string
  /** Sends SIGTERM and waits. @throws Error - it did not exit with 0. */
  stop(): Promise<void>
  /** Sends SIGKILL and waits: a crash. */
  kill(): Promise<void>
}

interface StartOptions {
  /** @defaultValue this process's own */
  readonly env?: NodeJS.ProcessEnv
  /** A file that gets all that the server says. */
  readonly output?: string
}

/**
 * Starts `command` with `args` and reads the endpoint off its first line, as any test of an application can.
 * @throws Error - the server did not start; the message has what it logged.
 */
export const startServer = async (command: string, args: readonly string[], { env, output }: StartOptions = {}): Promise<ServerProcess> => {
  const child = bound(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(env && { env }) }))
  if (output !== undefined) for (const stream of [child.stdout, child.stderr]) stream.pipe(createWriteStream(output, { flags: 'a' }))
  const log = lastLines(child.stderr)
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), exited.then(() => undefined)])
  const endpoint = /https?:\/\/\S+$/.exec(String(first?.[0] ?? ''))?.[0]
  if (endpoint === undefined) throw new Error(`The first line of ${command} does not end with an endpoint.\n${log()}`)
  return {
    endpoint,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      child.kill('SIGTERM')
      const [code]: unknown[] = await exited
      if (code !== 0) throw new Error(`The server ended with ${String(code)}.\n${log()}`)
    },
  }
}

const shownCharacters = 8_192

/** By pieces, not by lines: under load there are thousands of lines a second, and this process measures the other. */
const lastLines = (stream: Readable): (() => string) => {
  let log = ''
  stream.setEncoding('utf8').on('data', (piece: string) => {
    log = (log + piece).slice(-shownCharacters)
  })
  return () => log
}
