import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../lib/clock.ts'
import { randomIds } from '../../lib/ids.ts'
import type { FunctionEntry, FunctionSurroundings } from './configured.ts'
import { configuredFunctionInvoker } from './configured.ts'
import type { PrintedLine } from './local/printed-lines.ts'

export const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:parse:live'

export type LooseEntry = Partial<FunctionEntry>

/** An invoker of one entry that matches everything. */
export const invokerOf = (entry: LooseEntry, surroundings: Partial<FunctionSurroundings> = {}) =>
  configuredFunctionInvoker([{ match: '*', maxConcurrency: 4, idempotent: false, ...entry }], {
    clock: systemClock,
    ids: randomIds,
    environment: { PATH: process.env['PATH'] },
    valueBytes: 100_000,
    nodeSeconds: 300,
    reload: false,
    onOutput: () => {},
    ...surroundings,
  })

/** Modules in a directory that goes with them. */
export interface Modules extends AsyncDisposable {
  readonly directory: string
  pathOf(name: string): string
}

export const writeModules = async (files: Readonly<Record<string, string>>): Promise<Modules> => {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-functions-'))
  const pathOf = (name: string): string => join(directory, name)
  for (const [name, text] of Object.entries(files)) await writeFile(pathOf(name), text)
  return { directory, pathOf, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
}

/** An invoker of one handler: `invoker.invoke` with everything around it. */
export const startHandler = async (
  name: string,
  text: string,
  entry: LooseEntry = {},
  surroundings: Partial<FunctionSurroundings> = {},
) => {
  const modules = await writeModules({ [name]: text })
  const lines: PrintedLine[] = []
  const invoker = invokerOf({ module: modules.pathOf(name), ...entry }, { onOutput: (line) => lines.push(line), ...surroundings })
  return {
    modules,
    invoker,
    lines,
    async [Symbol.asyncDispose]() {
      await invoker[Symbol.asyncDispose]()
      await modules[Symbol.asyncDispose]()
    },
  }
}

/** Whether a process lives; one that nobody has waited for is none. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
