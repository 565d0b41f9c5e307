import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
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
