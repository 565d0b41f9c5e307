import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import type { DeclaredFlowChange } from '../../src/api/declared-flows/watch-declared-flows.ts'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import { single } from '../definitions.ts'
import { call } from '../fire/client.ts'

let directory = ''
let file = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-declared-'))
  file = join(directory, 'poem.json')
  await writeFile(file, JSON.stringify(single))
})
afterEach(() => rm(directory, { recursive: true }))

const account = '123456789012'
const alias = { id: 'LIVE000001', name: 'live' }
const echo = { routes: [{ match: '*', model: 'sluice.echo-v1:0' }] }
const configuration = (more: PartialConfiguration = {}): PartialConfiguration => ({
  account,
  flows: [{ id: 'POEM000001', name: 'poem', file, alias }],
  dataDir: join(directory, 'data'),
  models: echo,
  ...more,
})

/** The outputs of one execution of the declared flow, by its declared alias. */
const said = async ({ endpoint }: Sluice, document: string): Promise<unknown> => {
  const path = '/flows/POEM000001/aliases/LIVE000001/executions'
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document } }]
  const { body: started } = await call(endpoint, 'POST', path, { body: { inputs } })
  const { executionArn } = started as { executionArn: string }
  for (;;) {
    const { body } = await call(endpoint, 'GET', `${path}/${encodeURIComponent(executionArn)}`)
    const { status } = body as { status: string }
    if (status !== 'Running') return status
  }
}

it('is there at the start and runs, also by its alias, and is the same flow at the next start', async () => {
  const first = await startSluice({ configuration: configuration() })
  expect(await said(first, 'tea')).toBe('Succeeded')
  const before = (await call(first.endpoint, 'GET', '/flows/POEM000001/')).body
  await first.close()

  await using second = await startSluice({ configuration: configuration() })

  expect((await call(second.endpoint, 'GET', '/flows/POEM000001/')).body).toEqual(before)
  expect(before).toMatchObject({ id: 'POEM000001', name: 'poem', status: 'Prepared', definition: single })
  expect(await said(second, 'tea')).toBe('Succeeded')
})

it('has what its file says at the next start', async () => {
  await (await startSluice({ configuration: configuration() })).close()
  await writeFile(file, JSON.stringify(single).replaceAll('Ask', 'Write'))

  await using second = await startSluice({ configuration: configuration() })

  const { body } = await call(second.endpoint, 'GET', '/flows/POEM000001/')
  expect(JSON.stringify(body)).toContain('"name":"Write"')
})

it('says to who asks elsewhere where it is', async () => {
  await using sluice = await startSluice({ configuration: configuration({ region: 'eu-west-1' }) })

  const { status, body } = await call(sluice.endpoint, 'GET', '/flows/POEM000001/')

  expect(status).toBe(404)
  expect(body).toMatchObject({
    message:
      'There is no flow POEM000001. The configuration declares POEM000001 in account 123456789012 and region eu-west-1, but this call is signed for region us-east-1.',
  })
})

it('runs what its file says since it changed, while it is watched', async () => {
  const changed = Promise.withResolvers<DeclaredFlowChange>()
  await using sluice = await startSluice({ configuration: configuration(), watch: changed.resolve })

  await writeFile(file, JSON.stringify(single).replaceAll('Ask', 'Write'))

  expect(await changed.promise).toEqual({ flowId: 'POEM000001', file, findings: [] })
  const { body } = await call(sluice.endpoint, 'GET', '/flows/POEM000001/')
  expect(JSON.stringify(body)).toContain('"name":"Write"')
  expect(await said(sluice, 'tea')).toBe('Succeeded')
})

it.each<[string, PartialConfiguration, RegExp]>([
  [
    'a definition that cannot run',
    { flows: [{ id: 'POEM000001', definition: {} }] },
    /^flows\[0\]\.definition: Flow POEM000001 cannot run\. /,
  ],
  ['nothing to watch', { flows: [{ id: 'POEM000001', definition: single }] }, /^There is nothing to watch: no declared flow has a file/],
])('does not start with %s', async (what, more, message) => {
  const watch = what === 'nothing to watch' ? { watch: () => {} } : {}

  await expect(startSluice({ configuration: configuration(more), ...watch })).rejects.toThrow(message)
})

it('names the alias whose name another has, and changes nothing', async () => {
  await (await startSluice({ configuration: configuration() })).close()
  const renumbered = { id: 'POEM000001', name: 'other', file, alias: { id: 'LIVE000002', name: 'live' } }

  await expect(startSluice({ configuration: configuration({ flows: [renumbered] }) })).rejects.toThrow(
    'flows: Flow POEM000001 has an alias live with the id LIVE000001 already: declare it with that id, or choose another name.',
  )
  await using sluice = await startSluice({ configuration: configuration() })

  expect((await call(sluice.endpoint, 'GET', '/flows/POEM000001/')).body).toMatchObject({ name: 'poem' })
})

it.each<[string, string, string, object?]>([
  ['UpdateFlow', 'PUT', '/flows/POEM000001/', { name: 'other', executionRoleArn: `arn:aws:iam::${account}:role/r` }],
  [
    'UpdateFlow by ARN',
    'PUT',
    `/flows/${encodeURIComponent(`arn:aws:bedrock:us-east-1:${account}:flow/POEM000001`)}/`,
    { name: 'other', executionRoleArn: `arn:aws:iam::${account}:role/r` },
  ],
  ['DeleteFlow', 'DELETE', '/flows/POEM000001/?skipResourceInUseCheck=true'],
  ['UpdateFlowAlias', 'PUT', '/flows/POEM000001/aliases/LIVE000001', { name: 'other', routingConfiguration: [{ flowVersion: 'DRAFT' }] }],
  ['DeleteFlowAlias', 'DELETE', '/flows/POEM000001/aliases/LIVE000001'],
])('is not changed by %s, which says where it is declared', async (_, method, path, body) => {
  await using sluice = await startSluice({ configuration: configuration() })
  const before = (await call(sluice.endpoint, 'GET', '/flows/POEM000001/')).body

  const refused = await call(sluice.endpoint, method, path, body ? { body } : {})

  expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('is declared in the configuration (flows)') } })
  expect((await call(sluice.endpoint, 'GET', '/flows/POEM000001/')).body).toEqual(before)
})

it('can be versioned, aliased and tagged, and changed once it is no longer declared', async () => {
  const first = await startSluice({ configuration: configuration() })
  const done = async (method: string, path: string, body?: object) =>
    (await call(first.endpoint, method, path, body ? { body } : {})).status
  const tags = `/tags/${encodeURIComponent(`arn:aws:bedrock:us-east-1:${account}:flow/POEM000001`)}`
  expect(await done('POST', '/flows/POEM000001/versions')).toBe(201)
  expect(await done('POST', '/flows/POEM000001/aliases', { name: 'mine', routingConfiguration: [{ flowVersion: '1' }] })).toBe(201)
  expect(await done('POST', tags, { tags: { team: 'a' } })).toBe(200)
  await first.close()

  await using second = await startSluice({ configuration: configuration({ flows: [] }) })

  expect((await call(second.endpoint, 'DELETE', '/flows/POEM000001/?skipResourceInUseCheck=true')).status).toBe(200)
})
