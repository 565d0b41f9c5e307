import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetFlowExecutionCommand, StartFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startS3Server } from '../../src/providers/object-store/s3/s3-server.contract.ts'
import { collector, data, input, iterator, output, retrieval, storage } from '../definitions.ts'
import type { ServerProcess } from './server-process.ts'
import { serveFrom } from './server-process.ts'
import { testAlias, until } from './world.ts'

const flow = { flowIdentifier: 'WORK000001', flowAliasIdentifier: testAlias }
const credentials = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret' }

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-crash-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** A server over the same data whenever it is called. */
const serve = async (buckets: readonly object[], definition: object): Promise<ServerProcess> => {
  const file = join(directory, 'sluice.config.yaml')
  const flows = [{ id: flow.flowIdentifier, definition }]
  await writeFile(file, JSON.stringify({ dataDir: 'data', account: '123456789012', buckets, flows }))
  return serveFrom(file, credentials)
}

const begin = async ({ runtime }: ServerProcess, document: unknown): Promise<string | undefined> => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: document as never } }]
  return (await runtime.send(new StartFlowExecutionCommand({ ...flow, inputs }))).executionArn
}

const ended = async ({ runtime }: ServerProcess, executionIdentifier: string | undefined): Promise<string | undefined> => {
  for (;;) {
    const { status } = await runtime.send(new GetFlowExecutionCommand({ ...flow, executionIdentifier }))
    if (status !== 'Running') return status
  }
}

it('a server that is killed while it reads an object reads it again', async () => {
  await using s3 = await startS3Server()
  s3.objects.set('/box/a', Buffer.from('whole'))
  s3.answer = (response) => response.writeHead(200, { 'content-length': 5 }).write('wh')
  const buckets = [{ match: '*', s3: { region: 'us-east-1', endpointUrl: s3.endpointUrl } }]
  const definition = {
    nodes: [input(), retrieval('Load', 'box'), output('End')],
    connections: [data('Start', 'Load.objectKey'), data('Load.s3Content', 'End.document')],
  }
  const first = await serve(buckets, definition)
  const execution = await begin(first, 'a')
  await until(() => s3.calls.length === 1)

  await first.end('SIGKILL')
  s3.answer = undefined
  const second = await serve(buckets, definition)
  const status = await ended(second, execution)
  await second.end('SIGTERM')

  expect([status, s3.calls.length]).toEqual(['Succeeded', 2])
})

it('a server that is killed while it writes objects leaves no half of one, and nothing else', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `object-${index}`)
  const content = 'a line of text\n'.repeat(10_000)
  const buckets = [{ match: '*', directory: 'objects' }]
  const definition = {
    nodes: [
      input('Object'),
      iterator('Each', 'String', '$.data.keys'),
      storage('Save', 'box', { content: ['$.data.content', 'String'], objectKey: ['$.data', 'String'] }),
      collector('Gather'),
      output('End', '$.data', 'Array'),
    ],
    connections: [
      data('Start', 'Each.array'),
      data('Start', 'Save.content'),
      data('Each.arrayItem', 'Save.objectKey'),
      data('Save.s3Uri', 'Gather.arrayItem'),
      data('Each.arraySize', 'Gather.arraySize'),
      data('Gather.collectedArray', 'End.document'),
    ],
  }
  const box = join(directory, 'objects', 'box')
  const found = (): Promise<readonly string[]> => readdir(box).catch(() => [])
  const isWhole = async (key: string): Promise<boolean> => (await readFile(join(box, key), 'utf8')) === content
  let server = await serve(buckets, definition)
  const execution = await begin(server, { keys, content })

  for (const many of [5, 15, 25]) {
    while ((await found()).length < many);
    await server.end('SIGKILL')
    const written = (await found()).filter((name) => keys.includes(name))
    expect(await Promise.all(written.map(isWhole))).toEqual(written.map(() => true))
    server = await serve(buckets, definition)
  }
  const status = await ended(server, execution)
  await server.end('SIGTERM')

  expect(status).toBe('Succeeded')
  expect((await found()).toSorted()).toEqual(keys.toSorted())
  expect(await Promise.all(keys.map(isWhole))).toEqual(keys.map(() => true))
})
