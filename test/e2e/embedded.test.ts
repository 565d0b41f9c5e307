import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startSluice } from '../../src/api/server.ts'

it('a server in a program has a port and data of its own, which go with it', async () => {
  const [one, other] = [await startSluice(), await startSluice()]

  const answers = await Promise.all([one, other].map(({ endpoint }) => fetch(`${endpoint}/healthz`)))
  const before = [one, other].map(({ dataDir }) => existsSync(dataDir))
  await Promise.all(answers.map((answer) => answer.text()))
  await Promise.all([one.close(), other.close()])

  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(new Set([one.endpoint, other.endpoint, one.dataDir, other.dataDir]).size).toBe(4)
  expect([before, [one, other].map(({ dataDir }) => existsSync(dataDir))]).toEqual([
    [true, true],
    [false, false],
  ])
})

it('a server that does not start leaves nothing behind', async () => {
  await using one = await startSluice()
  const port = Number(new URL(one.endpoint).port)

  await expect(startSluice({ configuration: { port } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await expect(startSluice({ configuration: { limits: { visits: 0 } } })).rejects.toMatchObject({ name: 'ConfigurationError' })
})

it('a server whose provider cannot be opened lets go of its data directory', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-embedded-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  vi.stubEnv('SLUICE_TEST_KEY', 'any')
  vi.stubEnv('OPENAI_BASE_URL', ' ')
  onTestFinished(() => void vi.unstubAllEnvs())
  const models = { providers: { vendor: { type: 'openai', apiKeyEnv: 'SLUICE_TEST_KEY' } } } as const

  await expect(startSluice({ configuration: { dataDir, models } })).rejects.toThrow('models.providers.vendor cannot be opened')
  await using again = await startSluice({ configuration: { dataDir } })

  expect((await fetch(`${again.endpoint}/healthz`)).status).toBe(200)
})
