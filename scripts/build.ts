/** Builds what is published into `dist/`: what has changed, or with `--clean` everything. */
import { chmod, copyFile, rm } from 'node:fs/promises'
import { run } from './run.ts'

const pythonRuntime = 'providers/function-invoker/local/python_runtime.py'

if (process.argv.includes('--clean')) await rm('dist', { recursive: true, force: true })
await run('tsc', ['-p', 'tsconfig.build.json'])
// What is not TypeScript goes along as it is.
await copyFile(`src/${pythonRuntime}`, `dist/${pythonRuntime}`)
await chmod('dist/cli/main.js', 0o755)
