import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { FunctionEntry } from '../providers/function-invoker/configured.ts'
import { ConfigurationError } from './configuration-error.ts'

/** @throws ConfigurationError - a module of `functions` is no file that can be read, or its interpreter is a path to none that can be run. */
export const checkFunctionFiles = async (functions: readonly FunctionEntry[]): Promise<void> => {
  for (const [index, { module, interpreter }] of functions.entries()) {
    if (module !== undefined) await check(`functions[${index}].module`, module, constants.R_OK)
    // A command is sought when it is first needed.
    if (interpreter !== undefined && isAbsolute(interpreter)) await check(`functions[${index}].interpreter`, interpreter, constants.X_OK)
  }
}

const check = async (setting: string, file: string, mode: number): Promise<void> => {
  const why = await reasonAgainst(file, mode)
  if (why !== undefined) throw new ConfigurationError(`${setting} names the file ${file}, which ${why}.`, { setting })
}

const reasonAgainst = async (file: string, mode: number): Promise<string | undefined> => {
  try {
    if (!(await stat(file)).isFile()) return 'is no file'
    await access(file, mode)
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' ? 'does not exist' : `cannot be ${mode === constants.X_OK ? 'run' : 'read'} (${code})`
  }
}
