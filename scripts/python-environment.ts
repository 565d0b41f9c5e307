import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'

const environment = '.venv'
const python = join(environment, 'bin', 'python')

/** The Python of a virtual environment, made here, that has the newest of `packages` from PyPI. */
export const pythonWith = async (...packages: readonly string[]): Promise<string> => {
  if (!existsSync(python)) await run('python3', ['-m', 'venv', environment])
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--upgrade', ...packages])
  return python
}
