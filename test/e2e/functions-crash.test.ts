import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetFlowExecutionCommand, StartFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isAlive } from '../../src/providers/function-invoker/function-fixture.contract.ts'
import { data, input, lambda, output } from '../definitions.ts'
import { serveFrom } from './server-process.ts'
import { testAlias, until } from './world.ts'

const definition = {
  nodes: [input(), lambda('Work'), output('End')],
  connections: [data('Start', 'Work.text'), data('Work.functionResponse', 'End.document')],
}

/** Writes down each call; the first never ends. */
const handlers = {
  'work.mjs': `import { appendFileSync, readFileSync } from 'node:fs'
export const handler = async (event, { clientContext }) => {
  appendFileSync('calls', \`\${process.pid} \${clientContext.custom.idempotencyKey}\\n\`)
  if (readFileSync('calls', 'utf8').split('\\n').length === 2) for (;;);
  return 'done'
}`,
  'work.py': `import os
def lambda_handler(event, context):
    with open('calls', 'a') as calls:
        calls.write(f"{os.getpid()} {context.client_context.custom['idempotencyKey']}\\n")
    while len(open('calls').readlines()) == 1:
        pass
    return 'done'
`,
}

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-crash-'))
})
afterEach(() => rm(directory, { recursive: true }))

const calls = async (): Promise<readonly { readonly pid: number; readonly key: string }[]> => {
  const text = await readFile(join(directory, 'calls'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => ({ pid: Number(line.split(' ')[0]), key: line.split(' ')[1] ?? '' }))
}

const serve = () => serveFrom(join(directory, 'sluice.config.yaml'))

it.each([
  ['work.mjs', 'SIGKILL'],
  ['work.py', 'SIGKILL'],
  ['work.mjs', 'SIGTERM'],
] as const)(
  'a server that is ended in the middle of %s by %s leaves no process, and calls again with the same key',
  async (file, signal) => {
    await writeFile(join(directory, file), handlers[file])
    const configuration = {
      dataDir: 'data',
      account: '123456789012',
      shutdownSeconds: 0,
      functions: [{ match: '*', module: file }],
      flows: [{ id: 'WORK000001', definition }],
    }
    await writeFile(join(directory, 'sluice.config.yaml'), JSON.stringify(configuration))
    const first = await serve()
    const flow = { flowIdentifier: 'WORK000001', flowAliasIdentifier: testAlias }
    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
    const { executionArn } = await first.runtime.send(new StartFlowExecutionCommand({ ...flow, inputs }))
    let begun = await calls()
    while (begun.length === 0) {
      await sleep(20)
      begun = await calls()
    }

    await first.end(signal)

    await until(() => !isAlive(begun[0]?.pid ?? 0))
    const second = await serve()
    const statusOf = async () =>
      (await second.runtime.send(new GetFlowExecutionCommand({ ...flow, executionIdentifier: executionArn }))).status
    while ((await statusOf()) === 'Running') await sleep(50)
    const [status, made] = [await statusOf(), await calls()]
    await second.end('SIGTERM')

    expect(status).toBe('Succeeded')
    expect(made).toHaveLength(2)
    expect(made[1]?.key).toBe(made[0]?.key)
    expect(made.map(({ pid }) => isAlive(pid))).toEqual([false, false])
  },
)
