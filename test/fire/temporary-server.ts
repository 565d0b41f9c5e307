import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import type { ServerProcess } from '../../scripts/start-server.ts'
import { startServer } from '../../scripts/start-server.ts'

/** The built server in a process of its own, on one port and one data directory of its own. */
export interface TemporaryServer extends AsyncDisposable {
  readonly endpoint: string
  readonly dataDir: string
  /** SIGKILL, and a new process on the same port and data. */
  crash(): Promise<void>
  /** SIGTERM, and once that process has ended in order a new one on the same port and data. */
  restart(): Promise<void>
  /** SIGTERM, and the data stays. */
  stop(): Promise<void>
  remove(): Promise<void>
}

/** Disposing ends the process; the data stays until `remove`. */
export const startTemporaryServer = async ({
  shutdownSeconds = 10,
  access = {},
  environment = {},
  ...models
}: TemporaryServerOptions = {}): Promise<TemporaryServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-fire-'))
  const dataDir = join(directory, 'data')
  const config = join(directory, 'sluice.config.json')
  await writeFile(config, JSON.stringify({ ...settings({ dataDir, ...models }), shutdownSeconds, access }))
  const serve = (port: string): Promise<ServerProcess> =>
    startServer('node', ['dist/cli/main.js', 'serve', '--port', port, '--config', config], { env: { ...process.env, ...environment } })
  let server = await serve('0')
  const { endpoint } = server
  return {
    endpoint,
    dataDir,
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
    [Symbol.asyncDispose]: () => server.kill(),
  }
}

export interface TemporaryServerOptions extends ModelSettings {
  readonly shutdownSeconds?: number
  /** @defaultValue any signature that is well formed */
  readonly access?: PartialConfiguration['access']
  /** Beside this process's own: the secrets. */
  readonly environment?: Readonly<Record<string, string>>
}

interface ModelSettings {
  /** How many elements of an Iterator may be under way at once. @defaultValue 1 */
  readonly iteratorConcurrency?: number
  /** Of the one model server that every model id leads to; absent: there are the built-in models only. */
  readonly baseUrl?: string
  readonly maxConcurrency?: number
}

/** Room for any load, and every model is the one model server. */
export const settings = ({
  dataDir,
  baseUrl,
  maxConcurrency = 64,
  iteratorConcurrency = 1,
}: ModelSettings & { readonly dataDir: string }): object => ({
  dataDir,
  quotas: { runningExecutions: 100_000 },
  limits: { nodeSeconds: 86_400, iteratorConcurrency },
  ...(baseUrl !== undefined && {
    models: {
      providers: { local: { type: 'openai-compatible', baseUrl, maxConcurrency } },
      routes: [{ match: '*', provider: 'local', model: 'word-by-word' }],
    },
  }),
})
