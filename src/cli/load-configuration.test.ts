import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text as streamText } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { single } from '../../test/definitions.ts'
import { configCheck } from './config-check.ts'
import { loadConfiguration } from './load-configuration.ts'
import type { Flags } from './load-configuration.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-configuration-'))
})
afterEach(() => rm(directory, { recursive: true }))

const write = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text)
const load = (flags: Flags = {}, environment: Record<string, string> = {}) =>
  loadConfiguration(flags, { environment, workingDirectory: directory })

describe('the configuration of the command line', () => {
  it('is the defaults where there is no file, with the data in the working directory', async () => {
    const { configuration, file } = await load()

    expect([configuration.port, configuration.dataDir, file]).toEqual([4680, join(directory, '.sluice'), undefined])
  })

  it('takes flags before variables before the file', async () => {
    await write('sluice.config.yaml', 'host: 127.0.0.2\nport: 1\ndataDir: one\nshutdownSeconds: 7\n')

    const { configuration, file } = await load({ host: '127.0.0.4' }, { SLUICE_HOST: '127.0.0.3', SLUICE_PORT: '2', SLUICE_DATA_DIR: '' })

    expect([configuration.host, configuration.port, configuration.dataDir, configuration.shutdownSeconds, file]).toEqual([
      '127.0.0.4',
      2,
      join(directory, 'one'),
      7,
      join(directory, 'sluice.config.yaml'),
    ])
  })

  it('takes paths in the file from where the file is, others from the working directory', async () => {
    await write('other.yaml', 'dataDir: data\n')
    const elsewhere = { environment: {}, workingDirectory: tmpdir() }

    const fromFile = await loadConfiguration({ config: join(directory, 'other.yaml') }, elsewhere)
    const fromFlag = await loadConfiguration({ config: join(directory, 'other.yaml'), dataDir: 'data' }, elsewhere)
    const fromVariable = await load({}, { SLUICE_CONFIG: 'other.yaml', SLUICE_DATA_DIR: '/absolute' })

    expect([fromFile, fromFlag, fromVariable].map(({ configuration }) => configuration.dataDir)).toEqual([
      join(directory, 'data'),
      join(tmpdir(), 'data'),
      '/absolute',
    ])
  })

  it('takes the policies of credentials from where the file is', async () => {
    const alice =
      '{ accessKeyId: A1, secretAccessKeyEnv: SECRET, accountId: "123456789012", userName: alice, policies: [alice.json, { Statement: x }] }'
    await write('other.yaml', `access: { credentials: [${alice}] }\n`)

    const { configuration } = await loadConfiguration(
      { config: join(directory, 'other.yaml') },
      { environment: { SECRET: 'secret' }, workingDirectory: tmpdir() },
    )

    expect(configuration.access.credentials[0]?.policies).toEqual([join(directory, 'alice.json'), { Statement: 'x' }])
    await expect(
      configCheck({ config: 'other.yaml' }, { environment: { SECRET: 'secret' }, workingDirectory: directory }, new PassThrough()),
    ).rejects.toThrow(
      `${join(directory, 'other.yaml')}: access.credentials[0].policies[0]: The policy ${join(directory, 'alice.json')} does not exist.`,
    )
  })

  it('takes the modules of functions, and interpreters with a slash, from where the file is', async () => {
    await write(
      'functions.yaml',
      "functions: [{ match: 'a', module: ./a.py, interpreter: ../venv/bin/python }, { match: '*', module: a.py, interpreter: python3.12 }]\n",
    )

    const { configuration } = await load({ config: join(directory, 'functions.yaml') })

    expect(configuration.functions).toMatchObject([
      { module: join(directory, 'a.py'), interpreter: join(directory, '../venv/bin/python') },
      { module: join(directory, 'a.py'), interpreter: 'python3.12' },
    ])
  })

  it('takes the directories of buckets from where the file is', async () => {
    await write('buckets.yaml', "buckets: [{ match: a, directory: ./a }, { match: '*', s3: { region: us-east-1 } }]\n")

    const { configuration } = await load({ config: join(directory, 'buckets.yaml') })

    expect(configuration.buckets.map((bucket) => bucket.directory)).toEqual([join(directory, 'a'), undefined])
  })

  it('takes the files of declared flows from where the file is', async () => {
    await write('other.yaml', 'flows: [{ id: POEM000001, file: poem.json }]\n')

    const { configuration } = await loadConfiguration(
      { config: join(directory, 'other.yaml') },
      { environment: {}, workingDirectory: tmpdir() },
    )

    expect(configuration.flows).toEqual([{ id: 'POEM000001', file: join(directory, 'poem.json') }])
  })

  it('may be JSON, or an empty file', async () => {
    await write('sluice.json', '{ "port": 5 }')
    await write('empty.yaml', '# nothing yet\n')

    const [json, empty] = await Promise.all([load({ config: 'sluice.json' }), load({ config: 'empty.yaml' })])

    expect([json.configuration.port, empty.configuration.port]).toEqual([5, 4680])
  })

  it('lets a flag open what the file asks to open', async () => {
    await write('sluice.config.yaml', 'host: 0.0.0.0\n')

    await expect(load()).rejects.toThrow(/sluice\.config\.yaml: host is '0\.0\.0\.0', where others/)
    await expect(load({ insecureOpen: true })).resolves.toMatchObject({ configuration: { host: '0.0.0.0', insecureOpen: true } })
  })

  it.each<[string, string, Flags, Record<string, string>, RegExp]>([
    [
      'a wrong variable',
      '',
      {},
      { SLUICE_PORT: 'tcp://10.0.0.1:4680' },
      /^SLUICE_PORT: port is 'tcp:\/\/10\.0\.0\.1:4680', but must be a whole number/,
    ],
    ['a wrong flag', '', { host: 'a b' }, {}, /^--host: host is 'a b', but must be/],
    ['a wrong setting', 'prot: 1', {}, {}, /sluice\.config\.yaml: prot is not a setting of this version; the nearest is port\.$/],
    ['no mapping', '- a', { port: 1 }, {}, /sluice\.config\.yaml: The configuration is \[ 'a' \], but must be a mapping/],
    ['broken YAML', 'port: 1\nhost: [1', {}, {}, /^The configuration file .*sluice\.config\.yaml is not valid YAML: line 2: .*\.$/],
    ['a key twice', 'port: 1\nport: 2', {}, {}, /is not valid YAML: line 2: Map keys must be unique\.$/],
    ['an unknown tag', 'port: !!js/function 1', {}, {}, /is not valid YAML: line 1: Unresolved tag/],
    [
      'a bomb of aliases',
      [
        'a: &a [x,x,x,x,x,x,x,x,x,x]',
        'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]',
        'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
        'd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]',
        'e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]',
        'f: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]',
      ].join('\n'),
      {},
      {},
      /is not valid YAML: line \d+: The aliases repeat too much\.$/,
    ],
    [
      'a path that is none',
      'flows: [{ id: POEM000001, file: 7 }]',
      {},
      {},
      /sluice\.config\.yaml: flows\[0\]\.file is 7, but must be text/,
    ],
    ['a file that is not there', '', { config: 'nope.yaml' }, {}, /^The configuration file .*nope\.yaml does not exist\.$/],
    ['a file that is a directory', '', { config: '.' }, {}, /cannot be read \(EISDIR\)\.$/],
  ])('names where it went wrong: %s', async (_, text, flags, environment, sentence) => {
    await write('sluice.config.yaml', text)

    await expect(load(flags, environment)).rejects.toMatchObject({ name: 'ConfigurationError', message: expect.stringMatching(sentence) })
  })
})

describe('config check', () => {
  it('says which file holds, or that there is none', async () => {
    const surroundings = { environment: {}, workingDirectory: directory }
    const without = await configCheck({}, surroundings, new PassThrough())
    await write('sluice.config.yaml', 'port: 1')

    expect([without, await configCheck({}, surroundings, new PassThrough())]).toEqual([
      `There is no sluice.config.yaml in ${directory}: the defaults hold.`,
      `${join(directory, 'sluice.config.yaml')} is valid.`,
    ])
  })

  it.each([
    ["functions: [{ match: '*', module: lost.mjs }]", 'functions[0].module names the file', 'lost.mjs, which does not exist.'],
    [
      "functions: [{ match: '*', module: sluice.config.py, interpreter: venv/bin/python }]",
      'functions[0].interpreter names the file',
      'venv/bin/python, which does not exist.',
    ],
    [
      "functions: [{ match: '*', module: sluice.config.py, interpreter: ./sluice.config.py }]",
      'functions[0].interpreter names the file',
      'sluice.config.py, which cannot be run (EACCES).',
    ],
    [
      "buckets: [{ match: '*', directory: sluice.config.yaml }]",
      'buckets[0].directory leads to',
      'sluice.config.yaml, which is no directory.',
    ],
  ])('says what a function or a bucket cannot have: %s', async (text, setting, fault) => {
    await write('sluice.config.yaml', text)
    await write('sluice.config.py', '')

    await expect(configCheck({}, { environment: {}, workingDirectory: directory }, new PassThrough())).rejects.toThrow(
      `${join(directory, 'sluice.config.yaml')}: ${setting} ${join(directory, fault)}`,
    )
  })

  it('says which declared flow cannot run', async () => {
    await write('sluice.config.yaml', 'flows: [{ id: POEM000001, file: poem.yaml }]')
    await write('poem.yaml', 'nodes: []')

    const told = new PassThrough()
    await expect(configCheck({}, { environment: {}, workingDirectory: directory }, told)).rejects.toThrow(
      `${join(directory, 'sluice.config.yaml')}: flows[0].file: The definition ${join(directory, 'poem.yaml')} of flow POEM000001 cannot run. `,
    )
    told.end()

    expect(await streamText(told)).toMatch(/poem\.yaml:1:1 error MissingStartingNodes The flow is missing a required Flow Input node\.\n/)
  })

  it('says what a declared flow names and no entry matches', async () => {
    await write('poem.json', JSON.stringify(single))
    const toldOf = async (routes: string): Promise<string> => {
      await write('sluice.config.yaml', `flows: [{ id: POEM000001, file: poem.json }]\nmodels: { routes: [${routes}] }`)
      const told = new PassThrough()
      await configCheck({}, { environment: {}, workingDirectory: directory }, told)
      return streamText(told.end())
    }

    expect(await toldOf('')).toMatch(
      /poem\.json:1:\d+ warning unmatched-model Node Ask will fail: no entry of models\.routes .* matches test\.model\./,
    )
    expect(await toldOf("{ match: '*', model: 'sluice.echo-v1:0' }")).toBe('')
  })
})
