import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a command with this process's input and output. @throws Error - it did not exit with 0. */
export const run = async (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<void> => {
  const child = spawn(command, args, { stdio: 'inherit', ...options })
  const [code, signal]: unknown[] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(signal ?? code)}.`)
}
