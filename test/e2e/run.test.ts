import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startModelServer } from '../../examples/model-server.ts'
import { bound } from '../../scripts/bound.ts'
import type { RunFlags } from '../../src/cli/run.ts'
import { runProgram } from '../../src/cli/program.ts'
import { run as runDefinition } from '../../src/cli/run.ts'
import { chain, data, input, lambda, output, single } from '../definitions.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-run-test-'))
})
afterAll(() => rm(directory, { recursive: true }))

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))

/** `sluice run` as a process of its own, in a directory of its own. */
const run = (...args: readonly string[]) => runWith({}, ...args)

const runWith = (environment: NodeJS.ProcessEnv, ...args: readonly string[]) => {
  const child = bound(
    spawn(process.execPath, [new URL('../../src/cli/main.ts', import.meta.url).pathname, 'run', ...args], {
      cwd: directory,
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], TMPDIR: directory, ...environment },
    }),
  )
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
  const ended = once(child, 'close').then(async ([code]) => ({ code, stdout: await stdout, stderr: await stderr }))
  return { child, ended }
}

const shouting = [data('Start', 'Shout.text'), data('Shout.functionResponse', 'End.document')]
const echo = ['--model', '*=sluice.echo-v1:0']

it('runs a definition and puts out its result, beside what happened', async () => {
  await write('flow.json', chain(2))

  const { code, stdout, stderr } = await run('flow.json', '--input', '"one two"', ...echo).ended

  expect([code, stdout]).toEqual([0, 'Ask1 Ask0 one two\n'])
  expect(stderr.split('\n').map((line) => line.replaceAll(/\d+(?:\.\d+)? m?s/g, 'T').trim())).toEqual([
    'T  Start: done',
    expect.stringMatching(/^T {2}Ask0: done in T, \d tokens in, \d out \(.+\)$/),
    expect.stringMatching(/^T {2}Ask1: done in T, \d tokens in, \d out \(.+\)$/),
    'T  End: put out the result',
    expect.stringMatching(/^Succeeded in T, \d+ tokens in, \d+ out \(.+\)$/),
    '',
  ])
})

it('calls local functions, and shows what they print', async () => {
  await write('flow.json', { nodes: [input(), lambda('Shout'), output('End')], connections: shouting })
  await write(
    'shout.mjs',
    "export const handler = ({ node }) => { console.log('loud\\u001b[31m'); return node.inputs[0].value.toUpperCase() }",
  )
  await write('functions.yaml', "functions: [{ match: '*', module: shout.mjs }]")

  const { code, stdout, stderr } = await run('flow.json', '--input', '"tea"', '--config', 'functions.yaml').ended

  expect([code, stdout]).toEqual([0, 'TEA\n'])
  expect(stderr).toContain(`${' '.repeat(10)}shout loud\u{FFFD}[31m\n`)
})

it('names the module of a function that is not there', async () => {
  await write('flow.json', { nodes: [input(), lambda('Shout'), output('End')], connections: shouting })
  await write('functions.yaml', "functions: [{ match: '*', module: lost.mjs }]")

  const { code, stderr } = await run('flow.json', '--input', '"tea"', '--config', 'functions.yaml').ended

  expect([code, stderr]).toEqual([1, expect.stringMatching(/functions\[0\]\.module names the file .*lost\.mjs, which does not exist\.\n$/)])
})

it('says before it runs which names no entry of the configuration matches', async () => {
  await write('flow.json', { nodes: [input(), lambda('Shout'), output('End')], connections: shouting })

  const { code, stdout, stderr } = await run('flow.json', '--input', '"tea"').ended

  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(
    /^flow\.json:1:\d+ warning unmatched-function Node Shout will fail: no entry of functions in the configuration matches arn:.*:shout\.\n/,
  )
  expect(stderr).toContain('Shout: failed (VALIDATION): ')
})

it('reads what get-flow prints, and tells scripts in one document', async () => {
  await write('flow.yaml', `name: poem\nstatus: Prepared\ndefinition: ${JSON.stringify(single)}\n`)
  await write('input.json', '"one two"')

  const { code, stdout, stderr } = await run('flow.yaml', '--input', '@input.json', '--format', 'json', '--trace', ...echo).ended

  expect([code, stderr]).toEqual([0, ''])
  const told: { readonly events: readonly { readonly type: string }[] } = JSON.parse(stdout)
  expect(told).toMatchObject({ status: 'Succeeded', outputs: [{ node: 'End', document: 'Ask one two' }], usage: [{ inputTokens: 3 }] })
  expect([told.events[0]?.type, told.events.at(-1)?.type]).toEqual(['started', 'ended'])
})

it('stops for real when it is interrupted', async () => {
  const models = await startModelServer({ tokenDelayMs: 20, answer: () => 'on and '.repeat(5_000) })
  await write('flow.json', single)
  await write('sluice.config.yaml', `models: { providers: { local: { type: openai-compatible, baseUrl: '${models.baseUrl}' } } }`)
  const { child, ended } = run('flow.json', '--input', '"endless"', '--model', '*=local/word-by-word')
  while (models.openStreams() === 0) await sleep(20)

  child.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  while (models.openStreams() > 0) await sleep(20)
  await models.close()

  expect([code, stdout, models.requests()]).toEqual([130, '', 1])
  expect(stderr).toMatch(/Stopped after .*\n {2}Ask let go .* after the stop; tokens received after it: 0\n$/)
})

it.each<[string, Partial<RunFlags> & { readonly file?: string }, RegExp]>([
  ['no JSON', { input: 'tea' }, /^--input is no JSON: a text stands in double quotes/],
  ['no file of input', { input: '@nope.json' }, /^The input .*nope\.json cannot be read \(ENOENT\)\.$/],
  ['no file', { file: 'nope.json' }, /^The definition .*nope\.json does not exist\.$/],
  ['a list', { file: 'list.yaml' }, /^The definition .*list\.yaml is no mapping/],
  ['broken YAML', { file: 'broken.yaml' }, /^The definition .*broken\.yaml is not valid YAML: line 2/],
  ['broken JSON', { file: 'broken.json' }, /^The definition .*broken\.json is not valid JSON: Unexpected end of JSON input\.$/],
  ['what is no flow', { file: 'other.json' }, /^The definition .*other\.json has neither nodes nor a definition: it is no flow\.$/],
  ['a wrong shape, to scripts', { file: 'shape.json', format: 'json' }, /^The definition .*shape\.json: .*nodes.*type/],
  [
    'no provider',
    { model: ['*=remote/m'] },
    /^--model '\*=remote\/m': there is no provider remote in models\.providers; the configuration has none\.$/,
  ],
  [
    'no built-in model',
    { model: ['*=gpt.4'] },
    /^--model '\*=gpt\.4': there is no built-in model gpt\.4; there are sluice\.echo-v1:0, sluice\.scripted-v1:0\.$/,
  ],
  ['no route', { model: ['x'] }, /a route is written PATTERN=PROVIDER\/MODEL, PATTERN=PROVIDER or PATTERN=BUILT-IN/],
])('says what is wrong: %s', async (_, { file = 'flow.json', ...flags }, sentence) => {
  await write('flow.json', single)
  await write('list.yaml', '- a')
  await write('broken.yaml', 'nodes: []\nconnections: [1')
  await write('broken.json', '{ "nodes": [')
  await write('other.json', { flowName: 'x' })
  await write('shape.json', { nodes: [{ name: 'Start', type: 'Inputs' }] })
  const surroundings = { environment: {}, workingDirectory: join(directory, 'empty') }

  const asked = runDefinition(join(directory, file), { input: '1', format: 'text', ...flags }, surroundings)

  await expect(asked).rejects.toThrow(sentence)
})

it('names the provider that cannot be opened', async () => {
  await write('flow.json', single)
  await write(
    'claude.yaml',
    "models: { providers: { claude: { type: anthropic, apiKeyEnv: KEY } }, routes: [{ match: '*', provider: claude }] }",
  )
  const environment = { KEY: 'sk-secret', ANTHROPIC_BASE_URL: ' ' }

  const { code, stdout, stderr } = await runWith(environment, 'flow.json', '--input', '1', '--config', 'claude.yaml').ended

  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^models\.providers\.claude cannot be opened: .*base ?URL.*\n$/i)
})

it('needs an input', async () => {
  await expect(runProgram(['run', 'flow.json'])).resolves.toBe(2)
})

it('says why a definition cannot run', async () => {
  await write('nothing.json', { nodes: [], connections: [] })

  const { code, stdout, stderr } = await run('nothing.json', '--input', '1').ended

  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^nothing\.json:1:2 error MissingStartingNodes .*\n(?:.*\n)*The flow cannot run\.\n$/)
})

it('shows where a definition has not the shape of one', async () => {
  await write('misshapen.json', '{\n  "nodes": 7,\n  "connections": {}\n}')

  const { code, stdout, stderr } = await run('misshapen.json', '--input', '1').ended

  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^misshapen\.json:2:12 error .*\n(?:.*\n)*misshapen\.json:3:3 error .*\n(?:.*\n)*misshapen\.json: 2 errors\.\n$/)
})
