import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { single } from '../../../test/definitions.ts'
import { readDeclaredFlows } from './read-declared-flows.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-declared-'))
})
afterAll(() => rm(directory, { recursive: true }))

const account = '123456789012'

it('reads what is declared, in files and in place', async () => {
  const file = join(directory, 'single.json')
  await writeFile(file, JSON.stringify(single))
  const alias = { id: 'LIVE000001', name: 'live' }

  const flows = await readDeclaredFlows({
    compatibility: 'extended',
    account,
    flows: [
      { id: 'POEM000001', file, name: 'poem', description: 'd', executionRoleArn: 'arn:aws:iam::123456789012:role/mine', alias },
      { id: 'POEM000002', definition: single },
    ],
  })

  expect(flows).toMatchObject([
    {
      setting: 'flows[0]',
      version: expect.any(String),
      flow: { id: 'POEM000001', name: 'poem', description: 'd', executionRoleArn: 'arn:aws:iam::123456789012:role/mine', alias },
    },
    { setting: 'flows[1]', flow: { id: 'POEM000002', name: 'POEM000002', executionRoleArn: 'arn:aws:iam::123456789012:role/sluice' } },
  ])
  expect(flows.map(({ flow }) => flow.definition)).toEqual([single, single])
})

const input = { name: 'Start', type: 'Input' }
const deep = JSON.parse('['.repeat(200) + ']'.repeat(200))
const circular: { nodes?: unknown } = {}
circular.nodes = [circular]

it.each<[string, object, RegExp]>([
  ['has the wrong shape', { nodes: [{}] }, /^flows\[0\]\.definition: .*at 'nodes/],
  ['has a name twice', { nodes: [input, input] }, /^flows\[0\]\.definition: Flow POEM000001 is no flow\. .*Node name Start must be unique/],
  ['cannot run', { nodes: [input] }, /^flows\[0\]\.definition: Flow POEM000001 cannot run\. /],
  ['is circular', circular, /^flows\[0\]\.definition: The definition is no JSON\.$/],
  ['makes no JSON', { toJSON: () => undefined }, /^flows\[0\]\.definition: The definition is no JSON\.$/],
  ['nests too deep', { nodes: deep }, /^flows\[0\]\.definition: The definition nests deeper than 128 levels\.$/],
])('refuses a definition that %s', async (_, definition, message) => {
  const error = await readDeclaredFlows({ compatibility: 'extended', account, flows: [{ id: 'POEM000001', definition }] }).catch(
    (caught: unknown) => caught,
  )

  expect(error).toMatchObject({ name: 'ConfigurationError', setting: 'flows[0].definition', message: expect.stringMatching(message) })
})

it('names the file that cannot be used, a device included', async () => {
  const [yaml, nope] = [join(directory, 'bad.yaml'), join(directory, 'nope.json')]
  await writeFile(yaml, 'nodes: []')
  const messageOf = (file: string): Promise<unknown> =>
    readDeclaredFlows({ compatibility: 'extended', account, flows: [{ id: 'POEM000001', file }] }).catch(({ message }: Error) => message)

  expect(await messageOf('/dev/null')).toBe('flows[0].file: The definition /dev/null is no regular file.')
  expect(await messageOf(nope)).toBe(`flows[0].file: The definition ${nope} does not exist.`)
  expect(await messageOf(yaml)).toMatch(`flows[0].file: The definition ${yaml} of flow POEM000001 cannot run. `)
})
