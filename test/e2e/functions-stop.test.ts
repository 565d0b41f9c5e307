import { readFile, writeFile } from 'node:fs/promises'
import { BedrockAgentRuntimeClient, InvokeFlowCommand, StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { describe, expect, it } from 'vitest'
import { readExecution } from '../../examples/read-execution.ts'
import { startSluice } from '../../src/api/server.ts'
import type { Modules } from '../../src/providers/function-invoker/function-fixture.contract.ts'
import { isAlive, writeModules } from '../../src/providers/function-invoker/function-fixture.contract.ts'
import { data, functionOf, input, lambda, output } from '../definitions.ts'
import { startFunctionServer } from '../function-server.ts'
import type { Labels, World } from './world.ts'
import { startWorld, testAlias, until } from './world.ts'

const functionArn = functionOf('Enrich')
const enriching = {
  nodes: [input(), lambda('Enrich'), output('End')],
  connections: [data('Start', 'Enrich.text'), data('Enrich.functionResponse', 'End.document')],
}

const invoke = async ({ runtime }: Pick<World, 'runtime'>, flowIdentifier: string) => {
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
  const { responseStream = [] } = await runtime.send(new InvokeFlowCommand({ flowIdentifier, flowAliasIdentifier: testAlias, inputs }))
  return Array.fromAsync(responseStream as AsyncIterable<object>)
}

/** A file that a handler writes, once it has. */
const written = async (modules: Modules, name: string): Promise<string> => {
  let text = ''
  while (text === '') text = await readFile(modules.pathOf(name), 'utf8').catch(() => '')
  return text
}

const hanging = `import { writeFileSync } from 'node:fs'
export const handler = () => { writeFileSync('pid', String(process.pid)); for (;;); }`

describe('a stop in the middle of a function', () => {
  const stopped = async (from: World, labels: Labels) => {
    await from.runtime.send(new StopFlowExecutionCommand(labels))
    let view = await readExecution(from.runtime, from.endpoint, labels.executionIdentifier)
    while (view.stopProof?.state !== 'complete') view = await readExecution(from.runtime, from.endpoint, labels.executionIdentifier)
    return view
  }
  const released = [expect.objectContaining({ node: 'Enrich', outcome: 'released', bytesAfter: 0 })]

  it("closes its server's socket, and proves it", async () => {
    await using server = await startFunctionServer(() => {})
    await using world = await startWorld({ protocol: 'HTTP/2', functions: [{ match: 'arn:aws:lambda:*', url: server.url }] })
    const labels = await world.start(await world.flow(enriching), 'tea')
    await until(() => server.open() === 1)
    const metrics = await (await fetch(`${world.endpoint}/metrics`)).text()

    const { execution, stopProof } = await stopped(world, labels)

    await until(() => server.open() === 0)
    expect([execution.status, stopProof?.visits]).toEqual(['Aborted', released])
    expect(metrics).toContain('sluice_function_calls{state="open"} 1\n')
  })

  it('kills its process, however busy it is, and proves it', async () => {
    await using modules = await writeModules({ 'handler.mjs': hanging })
    const functions = [{ match: '*', module: modules.pathOf('handler.mjs') }]
    await using local = await startWorld({ protocol: 'HTTP/1.1', functions })
    const labels = await local.start(await local.flow(enriching), 'tea')
    const pid = await written(modules, 'pid')

    const { execution, stopProof } = await stopped(local, labels)

    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH')
    expect([execution.status, stopProof?.visits]).toEqual(['Aborted', released])
  })

  it("and the node's time limit end the process too, by the function's name", async () => {
    await using modules = await writeModules({ 'handler.mjs': hanging })
    const functions = [{ match: '*', module: modules.pathOf('handler.mjs') }]
    await using local = await startWorld({ protocol: 'HTTP/1.1', functions, nodeSeconds: 2 })

    await expect(invoke(local, await local.flow(enriching))).rejects.toMatchObject({
      name: 'DependencyFailedException',
      message: expect.stringContaining('limits.nodeSeconds'),
      resourceName: functionArn,
    })

    const pid = Number(await written(modules, 'pid'))
    await until(() => !isAlive(pid))
  })
})

it('is loaded anew by a server that watches, when its file has changed', async () => {
  const saying = (word: string): string => `export const handler = () => '${word}'`
  await using modules = await writeModules({ 'handler.mjs': saying('first') })
  await using sluice = await startSluice({
    configuration: {
      account: '123456789012',
      functions: [{ match: '*', module: modules.pathOf('handler.mjs') }],
      flows: [{ id: 'WATCHED001', definition: enriching }],
    },
    watch: () => {},
  })
  const settings = { endpoint: sluice.endpoint, region: 'us-east-1', credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' } }
  const runtime = new BedrockAgentRuntimeClient(settings)
  const said = async () => (await invoke({ runtime }, 'WATCHED001'))[0]
  const before = await said()

  await writeFile(modules.pathOf('handler.mjs'), saying('another'))

  expect([before, await said()]).toMatchObject(['first', 'another'].map((word) => ({ flowOutputEvent: { content: { document: word } } })))
  runtime.destroy()
})
