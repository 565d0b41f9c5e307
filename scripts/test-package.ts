/** What is published is what is tested: packs the tarball, installs it in an empty folder and runs it from there. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
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
  if (!health.ok) throw new Error(`The installed package is not ready: ${health.status}.`)
  console.log('The packed tarball installs, starts, writes and stops.')
} finally {
  await rm(folder, { recursive: true, force: true })
}
