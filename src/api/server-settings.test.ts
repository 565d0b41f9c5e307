import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { parseConfiguration } from './configuration.ts'
import { defaultFrontLimits } from './protocol/inner-server.ts'
import { Server, frontLimitsOf } from './server-settings.ts'

it('are what the port has without any', () => {
  expect(frontLimitsOf(parseConfiguration({}))).toEqual(defaultFrontLimits)
})

it('reach the port', () => {
  const limits = frontLimitsOf(parseConfiguration({ server: { connections: 7, idleSeconds: 0.5 }, invoke: { stalledReaderSeconds: 2 } }))

  expect(limits).toEqual({ ...defaultFrontLimits, connections: 7, idleMs: 500, stalledMs: 2000 })
})

it.each([
  [{ connections: 0 }, 'server.connections is 0, but must be a whole number from 1 to 1000000.'],
  [{ headerBytes: 100 }, 'server.headerBytes is 100, but must be a whole number from 1024 to 1048576.'],
  [{ idleSeconds: 100_000 }, 'server.idleSeconds is 100000, but must be a number of seconds above 0, at most a day.'],
  [{ stream: 1 }, 'server.stream is not a setting of this version; the nearest is server.streams.'],
])('are refused by name when they make no sense: %j', (server, sentence) => {
  expect(() => parseConfiguration({ server })).toThrow(sentence)
})

it.each(Object.entries(Server.properties))('stand in the documentation of operations with their defaults: %s', async (name, schema) => {
  const page = await readFile('docs/operations.md', 'utf8')

  expect(page).toContain(`| \`server.${name}\` | ${Reflect.get(schema, 'default')} |`)
})
