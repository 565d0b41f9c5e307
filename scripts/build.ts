/** Builds what is published into `dist/`: what has changed, or with `--clean` everything. */
import { chmod, rm } from 'node:fs/promises'
import { run } from './run.ts'

if (process.argv.includes('--clean')) await rm('dist', { recursive: true, force: true })
await run('tsc', ['-p', 'tsconfig.build.json'])
await chmod('dist/cli/main.js', 0o755)
