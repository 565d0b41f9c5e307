import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import type { FunctionEntry } from '../providers/function-invoker/configured.ts'
import { ConfigurationError } from './configuration-error.ts'

/** @throws ConfigurationError - a module of `functions` is no file that can be read. */
export const checkFunctionFiles = async (functions: readonly FunctionEntry[]): Promise<void> => {
  for (const [index, { module }] of functions.entries()) {
    if (module === undefined) continue
    const setting = `functions[${index}].module`
    const why = await reasonAgainst(module)
    if (why !== undefined) throw new ConfigurationError(`${setting} names the file ${module}, which ${why}.`, { setting })
  }
}

const reasonAgainst = async (file: string): Promise<string | undefined> => {
  try {
    if (!(await stat(file)).isFile()) return 'is no file'
    await access(file, constants.R_OK)
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
  }
}
