/** Builds what is published into `dist/`. */
import { chmod, rm } from 'node:fs/promises'
import { run } from './run.ts'

await rm('dist', { recursive: true, force: true })
await run('tsc', ['-p', 'tsconfig.build.json'])
await chmod('dist/cli/main.js', 0o755)
