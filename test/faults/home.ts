import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelServer } from '../../examples/model-server.ts'
import { startModelServer } from '../../examples/model-server.ts'
import { call } from '../fire/client.ts'
import { executionsOf, pathOf, startWith } from '../fire/execution-path.ts'
import { settings } from '../fire/temporary-server.ts'
import type { ProcessOptions, SluiceProcess } from './sluice-process.ts'
import { serve } from './sluice-process.ts'

/** A data directory, a model server and their configuration, for servers that come and go. */
export interface Home extends AsyncDisposable {
  readonly dataDir: string
  readonly database: string
  readonly models: ModelServer
  serve(options?: Omit<ProcessOptions, 'args'>): SluiceProcess
}

/** The models say an `endless` prompt over and over, any other back once; `later` comes back as `endless`. */
export const openHome = async (changes: object = {}): Promise<Home> => {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-faults-'))
  const dataDir = join(directory, 'data')
  const config = join(directory, 'sluice.config.json')
  const models = await startModelServer({
    tokenDelayMs: 5,
    answer: (prompt) => (prompt.includes('endless') ? `${prompt} `.repeat(10_000) : prompt.replace('later', 'endless')),
  })
  await writeFile(config, JSON.stringify({ ...settings({ dataDir, baseUrl: models.baseUrl }), ...changes }))
  return {
    dataDir,
    database: join(dataDir, 'sluice.db'),
    models,
    serve: (options) => serve({ ...options, args: ['--config', config] }),
    async [Symbol.asyncDispose]() {
      await models.close()
      await rm(directory, { recursive: true })
    },
  }
}

/** A started execution's ARN. @throws Error - it was refused. */
export const started = async (endpoint: string, flow: string, document: string): Promise<string> => {
  const { status, body } = await call(endpoint, 'POST', executionsOf(flow), { body: startWith(document) })
  if (status !== 200) throw new Error(`StartFlowExecution answered ${status} ${JSON.stringify(body)}`)
  return String(body['executionArn'])
}

/** What GetFlowExecution says once the execution is over. */
export const ended = async (endpoint: string, executionArn: string): Promise<Readonly<Record<string, unknown>>> => {
  for (;;) {
    const { body } = await call(endpoint, 'GET', pathOf(executionArn))
    if (body['status'] !== 'Running') return body
    await sleep(20)
  }
}

/** Waits until something holds. @throws Error - it does not in two minutes. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 120_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not happen in time: ${String(holds)}`)
    await sleep(10)
  }
}
