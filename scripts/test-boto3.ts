/** The newest boto3, in a virtual environment made here, against a real server and a real model server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startModelServer } from '../examples/model-server.ts'
import { pythonWith } from './python-environment.ts'
import { run } from './run.ts'
import { startServer } from './start-server.ts'

const python = await pythonWith('boto3', 'pytest')
const directory = await mkdtemp(join(tmpdir(), 'sluice-boto3-'))
const models = await startModelServer({
  tokenDelayMs: 20,
  answer: (prompt) => (prompt.includes('endless') ? 'on and '.repeat(5_000) : prompt),
})
const config = join(directory, 'sluice.config.json')
const settings = {
  dataDir: join(directory, 'data'),
  models: {
    providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl } },
    routes: [{ match: 'amazon.nova-*', provider: 'local', model: 'word-by-word' }],
  },
}
await writeFile(config, JSON.stringify(settings))
const server = await startServer('node', ['src/cli/main.ts', 'serve', '--port', '0', '--config', config])
try {
  const env = { ...process.env, SLUICE_ENDPOINT: server.endpoint, MODEL_ENDPOINT: models.baseUrl }
  await run(
    python,
    ['-m', 'pytest', '-q', 'test/boto3', 'examples/testing', '--junit-xml=test-results/boto3.xml', '-p', 'no:cacheprovider'],
    { env },
  )
} finally {
  await server.stop()
  await models.close()
  await rm(directory, { recursive: true })
}
