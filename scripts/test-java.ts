/** The AWS SDK for Java, from Maven Central, reads InvokeFlow from a real server as it happens. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { startModelServer } from '../examples/model-server.ts'
import { startSluice } from '../src/api/server.ts'
import { single } from '../test/definitions.ts'
import { bound } from './bound.ts'
import { run } from './run.ts'

const project = 'test/java'
const words = 100
const tokenDelayMs = 50

interface Told {
  readonly at: number
  readonly what: string
}

await run('mvn', ['-q', '-B', '-f', `${project}/pom.xml`, 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath'])
const libraries = await readFile(`${project}/target/classpath`, 'utf8')

await using running = new AsyncDisposableStack()
const models = running.adopt(await startModelServer({ tokenDelayMs }), (server) => server.close())
const spoken: number[] = []
models.onClose(({ at }) => spoken.push(at))
await using sluice = await startSluice({
  configuration: {
    account: '123456789012',
    flows: [{ id: 'FLOW000001', definition: single }],
    models: {
      providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl } },
      routes: [{ match: '*', provider: 'local', model: 'word-by-word' }],
    },
  },
})

/** What the client prints, line by line. */
const invoked = async (protocol: string, flow: string, document: string): Promise<readonly Told[]> => {
  const args = ['-cp', `${project}/target/classes:${libraries.trim()}`, 'InvokeFlow', sluice.endpoint, flow, document, protocol]
  const child = bound(spawn('java', args, { stdio: ['ignore', 'pipe', 'inherit'] }))
  const said = text(child.stdout)
  await once(child, 'close')
  return (await said)
    .trim()
    .split('\n')
    .map((line) => ({ at: Number(line.slice(0, line.indexOf(' '))), what: line.slice(line.indexOf(' ') + 1) }))
}

const check = (what: string, holds: boolean, told: readonly Told[]): void => {
  if (!holds) throw new Error(`Java, ${what}:\n${told.map(({ at, what: said }) => `${at} ${said}`).join('\n')}`)
  console.log(`Java: ${what}`)
}

for (const protocol of ['HTTP1_1', 'HTTP2']) {
  const told = await invoked(protocol, 'FLOW000001', 'word '.repeat(words))
  const kinds = told.map(({ what }) => what.replace(/^(executionId|output) .*/, '$1'))
  const expected = [
    'executionId',
    'trace NODE_OUTPUT_TRACE',
    'trace NODE_INPUT_TRACE',
    'trace NODE_ACTION_TRACE',
    'trace NODE_OUTPUT_TRACE',
    'trace NODE_INPUT_TRACE',
    'output',
    'completion SUCCESS',
  ]
  check(`reads every event over ${protocol}`, kinds.join() === expected.join(), told)
  const first = told[1]?.at ?? Infinity
  check(`reads the first event over ${protocol} while the model still speaks`, first < (spoken.at(-1) ?? 0), told)
  const missing = await invoked(protocol, 'AAAAAAAAAA', 'tea')
  check(
    `throws what is wrong before the stream over ${protocol}`,
    missing.at(-1)?.what.startsWith('exception ResourceNotFoundException') === true,
    missing,
  )
}
