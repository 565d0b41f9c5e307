import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelServer, ModelServerOptions } from '../../examples/model-server.ts'
import { startModelServer } from '../../examples/model-server.ts'
import type { ServerProcess } from '../../scripts/start-server.ts'
import { startServer } from '../../scripts/start-server.ts'
import { chain } from '../definitions.ts'
import { call } from './client.ts'

/** The built server in a process of its own, on one port and one data directory, with a model server and a prepared flow. */
export interface Target extends AsyncDisposable {
  readonly endpoint: string
  readonly dataDir: string
  readonly models: ModelServer
  /** Two Prompts, one after the other. */
  readonly flow: string
  /** SIGKILL, and a new process on the same port and data. */
  crash(): Promise<void>
  /** SIGTERM, and once that process has ended in order a new one on the same port and data. */
  restart(): Promise<void>
  /** SIGTERM, and the data stays. */
  stop(): Promise<void>
  remove(): Promise<void>
}

export const startTarget = async ({ shutdownSeconds = 10, ...options }: TargetOptions): Promise<Target> => {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-fire-'))
  const dataDir = join(directory, 'data')
  const config = join(directory, 'sluice.config.json')
  const models = await startModelServer(options)
  await writeFile(config, JSON.stringify({ ...settings({ dataDir, models }), shutdownSeconds }))
  const serve = (port: string): Promise<ServerProcess> =>
    startServer('node', ['dist/cli/main.js', 'serve', '--port', port, '--config', config])
  let server = await serve('0')
  const { endpoint } = server
  return {
    endpoint,
    dataDir,
    models,
    flow: await preparedFlow(endpoint),
    async crash() {
      await server.kill()
      server = await serve(new URL(endpoint).port)
    },
    async restart() {
      await server.stop()
      server = await serve(new URL(endpoint).port)
    },
    stop: () => server.stop(),
    remove: () => rm(directory, { recursive: true }),
    async [Symbol.asyncDispose]() {
      await server.kill()
      await models.close()
    },
  }
}

interface TargetOptions extends ModelServerOptions {
  readonly shutdownSeconds?: number
}

/** A configuration whose every model is the one model server. */
export const settings = ({ dataDir, models }: { readonly dataDir: string; readonly models: ModelServer }): object => ({
  dataDir,
  quotas: { runningExecutions: 100_000 },
  models: {
    providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl } },
    routes: [{ match: '*', provider: 'local', model: 'word-by-word' }],
  },
})

/** The id of a new flow of two Prompts, one after the other. */
export const preparedFlow = async (endpoint: string): Promise<string> => {
  const executionRoleArn = 'arn:aws:iam::123456789012:role/flow-role'
  const created = await call(endpoint, 'POST', '/flows/', { body: { name: 'fire', executionRoleArn, definition: chain(2) } })
  const id = String(created.body['id'])
  await call(endpoint, 'POST', `/flows/${id}/`)
  return id
}
