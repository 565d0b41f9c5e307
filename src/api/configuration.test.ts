import { describe, expect, it } from 'vitest'
import { ConfigurationError } from './configuration-error.ts'
import { parseConfiguration } from './configuration.ts'

const defaults = {
  host: '127.0.0.1',
  port: 4680,
  dataDir: './.sluice',
  account: '000000000000',
  region: 'us-east-1',
  compatibility: 'extended',
  flows: [],
  models: { providers: {}, scripted: [], routes: [] },
  functions: [],
  buckets: [],
  limits: {
    executionSeconds: 86_400,
    invokeSeconds: 3_600,
    nodeSeconds: 300,
    visits: 1_000_000,
    events: 10_000_000,
    valueBytes: 6_291_456,
    iteratorConcurrency: 1,
    collectedBytes: 67_108_864,
    executionBytes: 1_073_741_824,
  },
  quotas: { runningExecutions: 1000, flows: 100, flowVersions: 10, flowAliases: 10, prompts: 500, promptVersions: 10 },
  invoke: { onDisconnect: 'stop', stalledReaderSeconds: 60 },
  retention: { asynchronousDays: 90, invokeHours: 24 },
  server: {
    connections: 20_000,
    connectionsPerAddress: 10_000,
    streams: 100,
    headerBytes: 32_768,
    headers: 200,
    urlBytes: 16_384,
    bodiesBytes: 100_663_296,
    firstBytesSeconds: 10,
    headersSeconds: 30,
    requestSeconds: 300,
    answerSeconds: 120,
    idleSeconds: 65,
  },
  access: { credentials: [] },
  throttling: {},
  shutdownSeconds: 10,
  allowedHosts: [],
  allowedOrigins: [],
  insecureOpen: false,
}
const local = { type: 'openai-compatible', baseUrl: 'http://127.0.0.1:11434/v1' }
const poem = { id: 'POEM000001', file: 'poem.json' }
const withLocal = (changes: object, routes: readonly unknown[] = []) => ({
  models: { providers: { local: { ...local, ...changes } }, routes },
})

describe('a configuration', () => {
  it.each([undefined, null, {}, { port: undefined, models: {}, limits: {}, quotas: {} }])(
    'that says nothing is the defaults: %j',
    (value) => {
      expect(parseConfiguration(value, {})).toEqual(defaults)
    },
  )

  it('keeps what it says and fills in the rest', () => {
    const written = {
      port: 0,
      limits: { nodeSeconds: 0.5 },
      ...withLocal({ apiKeyEnv: 'LOCAL_KEY' }, [{ match: '*', provider: 'local', model: 'llama3.2' }]),
    }

    expect(parseConfiguration(written, { LOCAL_KEY: 'sk-1' })).toEqual({
      ...defaults,
      port: 0,
      limits: { ...defaults.limits, nodeSeconds: 0.5 },
      models: {
        providers: { local: { ...local, apiKeyEnv: 'LOCAL_KEY', maxConcurrency: 64, retries: 3 } },
        scripted: [],
        routes: [{ match: '*', provider: 'local', model: 'llama3.2' }],
      },
    })
  })

  it('is left as it was, and its result is its own result', () => {
    const written = withLocal({})
    const copy = structuredClone(written)

    const parsed = parseConfiguration(written, {})

    expect(written).toEqual(copy)
    expect(parseConfiguration(parsed, {})).toEqual(parsed)
  })

  it("may say throttling: aws for AWS's rates", () => {
    expect(parseConfiguration({ throttling: 'aws' }, {}).throttling).toEqual({ preset: 'aws' })
  })

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('may listen on %s', (host) => {
    expect(parseConfiguration({ host }, {}).host).toBe(host)
  })

  it.each(['0.0.0.0', '::', '192.168.0.5', 'sluice.example.com', '127.example.com'])('must say insecureOpen to listen on %s', (host) => {
    expect(() => parseConfiguration({ host }, {})).toThrow(/takes any credential.*insecureOpen: true/)
    expect(parseConfiguration({ host, insecureOpen: true }, {}).host).toBe(host)
  })

  it.each<[string, unknown, string]>([
    [
      'a section whose members stand beside it',
      { access: {}, credentials: [] },
      'credentials is not a setting of this version, but access.credentials is: indent it below access.',
    ],
    [
      'a member of a member beside it',
      { functions: [{ match: '*', lambda: {}, region: 'us-east-1' }] },
      'functions[0].region is not a setting of this version, but functions[0].lambda.region is: indent it below lambda.',
    ],
    ['a value in place of a section', { tls: 'cert.pem' }, "tls is 'cert.pem', but must be a mapping of certFile, keyFile."],
    ['an unknown key', { prot: 1 }, 'prot is not a setting of this version; the nearest is port.'],
    [
      'an unknown key of a section',
      { limits: { nodeSecond: 1 } },
      'limits.nodeSecond is not a setting of this version; the nearest is limits.nodeSeconds.',
    ],
    [
      'a key of a provider in other letters',
      withLocal({ baseURL: 'x' }),
      'models.providers.local.baseURL is not a setting of this version; the nearest is models.providers.local.baseUrl.',
    ],
    [
      'an id that YAML reads as a number',
      { flows: [{ id: 1234567890, file: 'a' }] },
      'flows[0].id is 1234567890, but must be ten letters and digits, in quotes where YAML would read a number.',
    ],
    ['an account that YAML reads as a number', { account: 0 }, 'account is 0, but must be twelve digits, in quotes where YAML would read'],
    ['an id twice', { flows: [poem, poem] }, 'flows[1].id is POEM000001, which flows[0] is already.'],
    ['no definition', { flows: [{ id: 'POEM000001' }] }, 'flows[0] must have a file or a definition, one of the two.'],
    ['two definitions', { flows: [{ ...poem, definition: {} }] }, 'flows[0] must have a file or a definition, one of the two.'],
    [
      "every flow's own alias",
      { flows: [{ ...poem, alias: { id: 'TSTALIASID', name: 'live' } }] },
      'flows[0].alias is TSTALIASID, which every flow has anyway.',
    ],
    [
      'a wrong name',
      { flows: [{ ...poem, alias: { id: 'LIVE000001', name: 'a--b' } }] },
      "flows[0].alias.name is 'a--b', but must be at most 100 letters and digits, each perhaps followed by a - or _",
    ],
    ['a definition that is none', { flows: [{ id: 'POEM000001', definition: 'x' }] }, "flows[0].definition is 'x', but must be a mapping."],
    [
      'a rate of no operation',
      { throttling: { StopFlowExecutions: { perSecond: 1 } } },
      'throttling.StopFlowExecutions is not a setting of this version; the nearest is throttling.StopFlowExecution.',
    ],
    [
      'a rate of nothing',
      { throttling: { GetFlow: { perSecond: 0 } } },
      'throttling.GetFlow.perSecond is 0, but must be a number from 0.001',
    ],
    ['a burst alone', { throttling: { GetFlow: { burst: 1 } } }, 'throttling.GetFlow.perSecond is missing.'],
    [
      'another preset',
      { throttling: 'azure' },
      "throttling is 'azure', but must be 'aws', or a mapping of operations to perSecond and burst.",
    ],
    ['a dangerous key', JSON.parse('{"__proto__":{"port":1}}'), '__proto__ is not a setting of this version'],
    [
      'a dangerous name',
      { models: { providers: JSON.parse('{"__proto__":{}}') } },
      "models.providers has the name '__proto__', but must be a mapping of names",
    ],
    ['a wrong type', { port: '4680' }, "port is '4680', but must be a whole number from 0 to 65535."],
    ['a number out of range', { port: 65_536 }, 'port is 65536, but must be a whole number from 0 to 65535.'],
    [
      'no time at all',
      { limits: { executionSeconds: 0 } },
      'limits.executionSeconds is 0, but must be a number of seconds above 0, at most a year.',
    ],
    ['an empty section', { limits: null }, 'limits is null, but must be a mapping of settings.'],
    ['no mapping', [], 'The configuration is [], but must be a mapping of settings.'],
    ['a function', { host: () => 1 }, 'host is [Function: host], but must be an IP address or host name, without port and brackets.'],
    ['a host with a port', { host: '127.0.0.1:80' }, "host is '127.0.0.1:80', but must be an IP address or host name"],
    ['a list that is none', { allowedHosts: 'a' }, "allowedHosts is 'a', but must be a list of at most 1000 entries."],
    ['an item', { allowedHosts: ['a:1'] }, "allowedHosts[0] is 'a:1', but must be a host name, without a port."],
    [
      'an unknown type of provider',
      withLocal({ type: 'ollama' }),
      "models.providers.local.type is 'ollama', but must be 'openai-compatible' (Ollama, vLLM, llama.cpp, LM Studio and the like), 'bedrock', 'anthropic', 'openai' or 'google'.",
    ],
    [
      'a setting of another type',
      withLocal({ region: 'us-east-1' }),
      'models.providers.local.region is no setting of the type openai-compatible, which has baseUrl, apiKeyEnv.',
    ],
    [
      'no region',
      { models: { providers: { aws: { type: 'bedrock' } } } },
      'models.providers.aws.region is missing: the type bedrock needs it.',
    ],
    [
      'no key',
      { models: { providers: { claude: { type: 'anthropic' } } } },
      'models.providers.claude.apiKeyEnv is missing: the type anthropic needs it.',
    ],
    [
      'two ways to sign',
      { models: { providers: { aws: { type: 'bedrock', region: 'us-east-1', profile: 'p', apiKeyEnv: 'BAD_KEY' } } } },
      'models.providers.aws.profile and apiKeyEnv are two ways to sign calls: leave one out.',
    ],
    [
      'a rule without an answer',
      { models: { scripted: [{ match: '*' }] } },
      'models.scripted[0] must have an answer or a toolUse, one of the two.',
    ],
    [
      'a route without a provider',
      { models: { routes: [{ match: '*', model: 'gpt' }] } },
      'models.routes[0].provider is missing, which only a built-in model (sluice.echo-v1:0, sluice.scripted-v1:0) may do without.',
    ],
    ['a missing key', { models: { routes: [{ provider: 'a' }] } }, 'models.routes[0].match is missing.'],
    [
      'a route to nowhere',
      withLocal({}, [{ match: '*', provider: 'locl', model: 'm' }]),
      "models.routes[0].provider is 'locl', but must be a name in models.providers, which has local.",
    ],
    [
      'a variable that is not set',
      withLocal({ apiKeyEnv: 'NO_KEY' }),
      'models.providers.local.apiKeyEnv names the environment variable NO_KEY, which is not set: set it, or leave this provider out.',
    ],
    [
      'a variable with a line break, as files of secrets end with',
      withLocal({ apiKeyEnv: 'BAD_KEY' }),
      'models.providers.local.apiKeyEnv names the environment variable BAD_KEY, which has a line break, a space or another character that no key has.',
    ],
    [
      'a key in place of its variable',
      withLocal({ apiKeyEnv: 'sk-secret' }),
      'models.providers.local.apiKeyEnv must be the name of an environment variable, not the key itself.',
    ],
    [
      'a password in a URL',
      withLocal({ baseUrl: 'http://me:secret@host/v1' }),
      'models.providers.local.baseUrl must be an http:// or https:// URL without user, query and fragment.',
    ],
    ['a URL that is none', withLocal({ baseUrl: 'http://host:99999/v1' }), 'models.providers.local.baseUrl is not a valid URL.'],
    ['something huge', { host: 'x'.repeat(10_000) }, "host is 'xxx"],
  ])('with %s is refused in one sentence', (_, value, sentence) => {
    const error = thrownBy(() => parseConfiguration(value, { BAD_KEY: 'sk-secret\n' }))

    expect(error).toBeInstanceOf(ConfigurationError)
    expect(String(error)).toContain(`ConfigurationError: ${sentence}`)
    expect(String(error)).not.toMatch(/secret|\n/)
    expect(String(error).length).toBeLessThan(350)
  })
})

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}
