import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { parseConfiguration } from './configuration.ts'
import { startEngine } from './start-engine.ts'

it('lets go of its data directory when a model cannot be opened', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-engine-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const configuration = parseConfiguration({ dataDir })
  const models = { ...configuration.models, routes: [{ match: '*', provider: 'gone' }] }
  const rest = { logger: pino({ level: 'silent' }), onFatal: (error: Error) => expect.unreachable(error.message) }

  await expect(startEngine({ configuration: { ...configuration, models }, ...rest })).rejects.toThrow("names the provider 'gone'")
  await using again = await startEngine({ configuration, ...rest })
  await again.engine.close(0)

  expect(again.refusal()).toBeUndefined()
})
