import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BedrockAgentRuntimeClient,
  GetFlowExecutionCommand,
  InvokeFlowCommand,
  ListFlowExecutionEventsCommand,
  StartFlowExecutionCommand,
} from '@aws-sdk/client-bedrock-agent-runtime'
import { expect, it } from 'vitest'
import { startServer } from '../../scripts/start-server.ts'
import { data, functionOf, input, lambda, output, retrieval, storage } from '../definitions.ts'
import { canaries } from './canaries.ts'
import { canariesIn, findCanaries } from './find-canaries.ts'
import { tellingServer } from './telling-server.ts'

const account = '123456789012'

/** Tells all that it sees of the server, in every way that there is. */
const telling = `
console.log(JSON.stringify(process.env), process.argv, process.execArgv)
console.error(JSON.stringify(process.env))
export const handler = (event) => {
  if (event.node.name === 'Throwing') throw new Error(Object.values(process.env).join(' '))
  return JSON.stringify([process.env, event])
}`
/** Answers whether it was given what its entry names. */
const quiet = `export const handler = () => [process.env.HANDLER_SECRET, process.env.HANDLER_VALUE].map((value) => value?.length).join()`
const quietInPython = `import os
def lambda_handler(event, context):
    return f"{len(os.environ['HANDLER_SECRET'])},{len(os.environ['HANDLER_VALUE'])}"`

const calling = (node: ReturnType<typeof lambda>) => ({
  nodes: [input(), node, output('End')],
  connections: [data('Start', `${node.name}.text`), data(`${node.name}.functionResponse`, 'End.document')],
})
const loading = {
  nodes: [input(), retrieval('Load', 'box'), output('End')],
  connections: [data('Start', 'Load.objectKey'), data('Load.s3Content', 'End.document')],
}
const saving = {
  nodes: [input(), storage('Save', 'box', { objectKey: ['$.data', 'String'], content: ['$.data', 'String'] }), output('End')],
  connections: [data('Start', 'Save.objectKey'), data('Start', 'Save.content'), data('Save.s3Uri', 'End.document')],
}
const called = ['Telling', 'Throwing', 'Quiet', 'QuietInPython', 'Remote', 'Lambda']

it('a server keeps, logs and tells none of the secrets that functions and buckets have, and hands on only what an entry names', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const directory = cleanUp.adopt(await mkdtemp(join(tmpdir(), 'sluice-canaries-')), (made) => rm(made, { recursive: true }))
  const remote = cleanUp.adopt(await tellingServer(), (server) => server.close())
  const [secrets, left] = [join(directory, 'secrets'), join(directory, 'left')]
  await Promise.all([mkdir(secrets), mkdir(left)])
  for (const [name, text] of Object.entries({ 'telling.mjs': telling, 'quiet.mjs': quiet, 'quiet.py': quietInPython }))
    await writeFile(join(secrets, name), text)
  const env = ['HANDLER_SECRET', `HANDLER_VALUE=${canaries['value of a handler']}`]
  const service = { region: 'us-east-1', endpointUrl: remote.baseUrl }
  const configuration = {
    dataDir: join(left, 'data'),
    account,
    functions: [
      { match: functionOf('Telling'), module: './telling.mjs' },
      { match: functionOf('Throwing'), module: './telling.mjs' },
      { match: functionOf('Quiet'), module: './quiet.mjs', env },
      { match: functionOf('QuietInPython'), module: './quiet.py', env },
      { match: functionOf('Lambda'), lambda: service },
      { match: '*', url: `${remote.baseUrl}/?code=${canaries['key in the URL of a function']}`, apiKeyEnv: 'FUNCTION_KEY' },
    ],
    buckets: [{ match: '*', s3: service }],
    flows: [...called.map((name) => calling(lambda(name))), loading, saving].map((definition, at) => ({
      id: `LEAK00000${at}`,
      definition,
    })),
  }
  const config = join(secrets, 'sluice.config.json')
  await writeFile(config, JSON.stringify(configuration))
  const server = await startServer(process.execPath, ['src/cli/main.ts', 'serve', '--port', '0', '--config', config], {
    env: {
      ...process.env,
      MODEL_KEY: canaries['API key of a model provider'],
      FUNCTION_KEY: canaries['API key of a function'],
      HANDLER_SECRET: canaries['variable of a handler'],
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: canaries['secret access key'],
      AWS_SESSION_TOKEN: canaries['session token'],
    },
    output: join(left, 'log'),
  })
  const credentials = { accessKeyId: account, secretAccessKey: 'any' }
  const runtime = cleanUp.adopt(
    new BedrockAgentRuntimeClient({ endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }),
    (used) => used.destroy(),
  )
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
  const answers: string[] = []
  const run = async (flowIdentifier: string): Promise<string | undefined> => {
    const flow = { flowIdentifier, flowAliasIdentifier: 'TSTALIASID' }
    const { executionArn: executionIdentifier } = await runtime.send(new StartFlowExecutionCommand({ ...flow, inputs }))
    const execution = { ...flow, executionIdentifier }
    const ask = () => runtime.send(new GetFlowExecutionCommand(execution))
    let answer = await ask()
    while (answer.status === 'Running') answer = await ask()
    const events = await runtime.send(new ListFlowExecutionEventsCommand({ ...execution, eventType: 'Node' }))
    answers.push(JSON.stringify([answer, events]))
    const { responseStream = [] } = await runtime.send(new InvokeFlowCommand({ ...flow, inputs, enableTrace: true }))
    const told = await Array.fromAsync(responseStream).catch((error: unknown) => String(error))
    answers.push(JSON.stringify(told))
    return answer.status
  }

  const statuses: (string | undefined)[] = []
  for (const { id } of configuration.flows) statuses.push(await run(id))
  await server.stop()

  expect(statuses).toEqual(['Succeeded', 'Failed', 'Succeeded', 'Succeeded', 'Failed', 'Failed', 'Failed', 'Failed'])
  const lengths = [canaries['variable of a handler'].length, canaries['value of a handler'].length]
  expect(answers.filter((answer) => answer.includes(lengths.join()))).toHaveLength(4)
  expect(canariesIn('the other side', remote.told.join('\n')).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['API key of a function', 'key in the URL of a function', 'session token']),
  )
  expect(answers.flatMap((answer) => canariesIn(answer, answer))).toEqual([])
  expect(await findCanaries([left])).toEqual([])
})
