/** What is published is what is tested: packs the tarball, installs it in an empty folder and runs it from there. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { browserCheck, browserCheckPrints } from './browser-check.ts'
import { run } from './run.ts'
import { startServer } from './start-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'sluice-package-'))
try {
  await run('node', ['scripts/build.ts', '--clean'])
  await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder])
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? ''
  const application = join(folder, 'application')
  await mkdir(application)
  await writeFile(join(application, 'package.json'), JSON.stringify({ name: 'application', private: true, type: 'module' }))
  await run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--omit=dev', resolve(folder, tarball)], { cwd: application })
  const command = join(application, 'node_modules', '.bin', 'sluice')
  const server = await startServer(command, ['serve', '--port', '0', '--data-dir', join(folder, 'data')])
  const health = await fetch(`${server.endpoint}/healthz/ready`)
  await server.stop()
  const { stdout } = await promisify(execFile)('node', ['--input-type=module', '--eval', browserCheck('sluice/flow')], { cwd: application })
  if (stdout.trim() !== browserCheckPrints) throw new Error(`sluice/flow answers ${stdout}`)
  await writeFile(
    join(application, 'types.ts'),
    "import { compile, type Compilation } from 'sluice/flow'\nexport const empty: Compilation = compile({})\n",
  )
  await run(
    'tsc',
    ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--lib', 'esnext,dom', '--types', '', 'types.ts'],
    {
      cwd: application,
    },
  )
  if (!health.ok) throw new Error(`The installed package is not ready: ${health.status}.`)
  console.log('The packed tarball installs, starts, writes and stops; sluice/flow needs no Node.js.')
} finally {
  await rm(folder, { recursive: true, force: true })
}
