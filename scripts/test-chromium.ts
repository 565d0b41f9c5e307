/** Web pages in Debian's Chromium against a real server; installs it where it is missing, which takes the rights to. */
import { existsSync } from 'node:fs'
import { run } from './run.ts'

if (process.env['CHROMIUM'] === undefined && !existsSync('/usr/bin/chromium')) {
  await run('apt-get', ['update', '-qq'])
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
}
await run('vitest', ['run', '--config', 'vitest.chromium.config.ts', ...process.argv.slice(2)])
