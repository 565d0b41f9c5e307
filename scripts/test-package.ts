/** What is published is what is tested: packs the tarball, installs it in an empty folder and runs it from there. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { browserCheck, browserCheckPrints } from './browser-check.ts'
import { run } from './run.ts'
import { startServer } from './start-server.ts'
import { data, functionOf, input, lambda, output } from '../test/definitions.ts'

const functions = [
  { match: functionOf('Upper'), module: 'upper.py' },
  { match: functionOf('Twice'), module: 'twice.ts' },
]
const flow = {
  nodes: [input(), lambda('Upper'), lambda('Twice'), output('End')],
  connections: [data('Start', 'Upper.text'), data('Upper.functionResponse', 'Twice.text'), data('Twice.functionResponse', 'End.document')],
}

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
  // Handlers run by files of the package that nothing imports.
  await writeFile(
    join(application, 'upper.py'),
    "def lambda_handler(event, context):\n    return event['node']['inputs'][0]['value'].upper()\n",
  )
  await writeFile(join(application, 'twice.ts'), 'export const handler = ({ node }: any): string => node.inputs[0].value.repeat(2)\n')
  await writeFile(join(application, 'sluice.config.yaml'), JSON.stringify({ functions }))
  await writeFile(join(application, 'flow.json'), JSON.stringify(flow))
  const called = await promisify(execFile)(command, ['run', 'flow.json', '--input', '"tea"'], { cwd: application })
  if (called.stdout !== 'TEATEA\n') throw new Error(`The functions answer ${called.stdout}`)
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
  console.log('The packed tarball installs, starts, writes, calls handlers and stops; sluice/flow needs no Node.js.')
} finally {
  await rm(folder, { recursive: true, force: true })
}
