/** `npm run chaos -- --rounds N`: a server is killed again and again under load, and nothing that it acknowledged is lost. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startModelServer } from '../../examples/model-server.ts'
import { startServer } from '../../scripts/start-server.ts'
import { chain } from '../definitions.ts'
import { faultsOnDisk } from './check-logs.ts'
import { call } from './client.ts'
import { startLoad } from './load.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, clients: { type: 'string', default: '20' } } })
const [rounds, clients] = [Number(values.rounds), Number(values.clients)]
const directory = await mkdtemp(join(tmpdir(), 'sluice-chaos-'))
const dataDir = join(directory, 'data')
const config = join(directory, 'sluice.config.json')
const models = await startModelServer({ tokenDelayMs: 2 })
await writeFile(
  config,
  JSON.stringify({
    dataDir,
    quotas: { runningExecutions: 100_000 },
    models: {
      providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl } },
      routes: [{ match: '*', provider: 'local', model: 'word-by-word' }],
    },
  }),
)
const serve = (port: string) => startServer('node', ['dist/cli/main.js', 'serve', '--port', port, '--config', config])

let server = await serve('0')
const { endpoint } = server
const { port } = new URL(endpoint)
const flow = await preparedFlow()
const load = startLoad(endpoint, { flow, clients })
for (let round = 1; round <= rounds; round++) {
  await sleep(200 + Math.random() * 3_000)
  await server.kill()
  server = await serve(port)
  console.log(`Round ${round}: killed and restarted, ${load.told.length} executions so far`)
}
await load.finish()
await server.stop()
await models.close()

const faults = [...load.contradictions, ...faultsOnDisk(dataDir, load.told)]
const stopped = load.told.filter(({ stop }) => stop === 'Aborted').length
for (const fault of faults.slice(0, 20)) console.error(fault)
if (faults.length === 0) {
  console.log(`${load.told.length} executions, ${stopped} of them stopped, ${rounds} crashes: nothing lost, doubled or undone.`)
  await rm(directory, { recursive: true })
} else {
  console.error(`${faults.length} faults; the data directory is ${dataDir}`)
  process.exitCode = 1
}

async function preparedFlow(): Promise<string> {
  const created = await call(endpoint, 'POST', '/flows/', {
    name: 'chaos',
    executionRoleArn: 'arn:aws:iam::123456789012:role/flow-role',
    definition: chain(2),
  })
  const id = String(created.body['id'])
  await call(endpoint, 'POST', `/flows/${id}/`)
  return id
}
