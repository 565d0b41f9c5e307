import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startModelServer } from '../../examples/model-server.ts'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { data, input, output, prompt } from '../definitions.ts'
import { tryOnce } from '../fire/client.ts'
import type { ServerProcess } from './server-process.ts'
import { serveFrom } from './server-process.ts'
import { until } from './world.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-memory-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** Its second Prompt needs the document, too. */
const definition: FlowDefinition = {
  nodes: [
    input('Array'),
    prompt('Ask', { text: ['$.data[0]', 'String'] }),
    prompt('Tell', { said: ['$.data', 'String'], text: ['$.data[0]', 'String'] }),
    output('End'),
  ],
  connections: [data('Start', 'Ask.text'), data('Ask', 'Tell.said'), data('Start', 'Tell.text'), data('Tell', 'End.document')],
}
const executions = '/flows/HOLD000001/aliases/TSTALIASID/executions'

/** 2.4 MB of JSON, and some 50 MB of objects. */
const document = ['tea', ...Array.from({ length: 800_000 }, () => ({}))]
const body = { inputs: [{ nodeName: 'Start', content: { document } }] }

/** A server with so much memory over the same data whenever it is called. */
const serve = async (baseUrl: string, heapMegabytes: number): Promise<ServerProcess> => {
  const file = join(directory, 'sluice.config.yaml')
  const models = {
    providers: { local: { type: 'openai-compatible', baseUrl } },
    routes: [{ match: '*', provider: 'local' }],
  }
  const flows = [{ id: 'HOLD000001', definition }]
  await writeFile(file, JSON.stringify({ dataDir: 'data', account: '123456789012', models, flows }))
  return serveFrom(file, { NODE_OPTIONS: `--max-old-space-size=${heapMegabytes} --max-semi-space-size=8` })
}

const pathOf = (executionArn: unknown): string => `${executions}/${String(executionArn).split('/').at(-1)}`

it('executions beyond the memory are refused, and what a crash left is taken up as there is room', async () => {
  let holds = true
  const models = await startModelServer({ tokenDelayMs: 20, answer: () => (holds ? 'on and '.repeat(10_000) : 'done') })
  const first = await serve(models.baseUrl, 500)
  const start = () => tryOnce(first.endpoint, 'POST', executions, { body })

  const started: unknown[] = []
  let refused = await start()
  for (; refused.status === 200; refused = await start()) started.push(refused.body['executionArn'])
  await until(() => models.openStreams() === started.length)
  const stopped = await tryOnce(first.endpoint, 'POST', `${pathOf(started.pop())}/stop`)
  let again = await start()
  for (; again.status === 429; again = await start());
  started.push(again.body['executionArn'])
  await first.end('SIGKILL')
  await until(() => models.openStreams() === 0)
  const held = await serve(models.baseUrl, 300)
  const read = async (path: string) => (await fetch(held.endpoint + path)).text()
  while ((await read('/healthz/ready')) !== '{"status":"ok"}');
  const [, takenUp] = /^sluice_executions_running (\d+)$/m.exec(await read('/metrics')) ?? []
  await held.end('SIGKILL')
  await until(() => models.openStreams() === 0)
  holds = false
  const second = await serve(models.baseUrl, 300)
  const statuses = new Set<unknown>()
  for (const arn of started) {
    const status = async () => (await tryOnce(second.endpoint, 'GET', pathOf(arn))).body['status']
    let found = await status()
    for (; found === 'Running'; found = await status());
    statuses.add(found)
  }
  await second.end('SIGTERM')
  await models.close()

  expect(refused).toMatchObject({
    status: 429,
    body: { message: 'The memory is full of what executions hold that run. Wait until some of them have ended.' },
  })
  // More than the second server could hold.
  expect(started.length).toBeGreaterThanOrEqual(5)
  expect([stopped.status, stopped.body['status'], again.status]).toEqual([200, 'Aborted', 200])
  expect(Number(takenUp)).toBeGreaterThan(0)
  expect(Number(takenUp)).toBeLessThan(started.length)
  expect([...statuses]).toEqual(['Succeeded'])
})
