import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startModelServer } from '../examples/model-server.ts'
import { access, accessEnvironment, alice, bob, carol } from '../test/verified-access.ts'
import { policyUsers, policyUsersSecret } from '../test/policy-users.ts'
import { canaries, keyCanaries } from '../test/canaries/canaries.ts'
import { assertNoCanaries } from '../test/canaries/find-canaries.ts'
import { makeCertificate } from '../test/make-certificate.ts'
import { startServer } from './start-server.ts'

/** What the suites of other languages' clients run against. */
export interface TestServers extends AsyncDisposable {
  /** The endpoints, beside this process's own variables. */
  readonly env: NodeJS.ProcessEnv
}

/** Whose the flow of the configuration is. */
const declaredAccount = '999999999999'
const declaredFlow = {
  id: 'POEM000001',
  name: 'poem',
  file: resolve('examples/flows/poem.json'),
  alias: { id: 'LIVE000001', name: 'live' },
}

/** Where every quota is reached at once. */
const smallQuotas = { flows: 1, flowVersions: 1, flowAliases: 1, prompts: 1, promptVersions: 1, runningExecutions: 1 }

/** What a client of one account may do twice a second, and what hardly ever. */
const lowRates = { ListFlows: { perSecond: 2, burst: 1 }, StopFlowExecution: { perSecond: 0.001, burst: 1 } }

/** Access key, secret and perhaps session token of a client, with spaces between. */
const wordsOf = (credentials: object): string => Object.values(credentials).join(' ')

/** A model server, and Sluices in processes of their own: as its users have it, with small quotas, with low rates, with TLS, and one that verifies. */
export const startTestServers = async (): Promise<TestServers> => {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-clients-'))
  const models = await startModelServer({
    tokenDelayMs: 20,
    answer: (prompt) => (prompt.includes('endless') ? 'on and '.repeat(5_000) : prompt),
  })
  const start = async (name: string, settings: object) => {
    const config = join(directory, `${name}.json`)
    const common = {
      dataDir: join(directory, name),
      models: {
        providers: { local: { type: 'openai-compatible', baseUrl: models.baseUrl, apiKeyEnv: 'SLUICE_TEST_MODEL_KEY' } },
        routes: [{ match: 'amazon.nova-*', provider: 'local', model: 'word-by-word' }],
      },
    }
    await writeFile(config, JSON.stringify({ ...common, ...settings }))
    return startServer('node', ['src/cli/main.ts', 'serve', '--port', '0', '--config', config], {
      env: {
        ...process.env,
        ...accessEnvironment,
        SLUICE_USERS_SECRET: policyUsersSecret,
        SLUICE_TEST_MODEL_KEY: canaries['API key of a model provider'],
      },
      output: join(directory, `${name}.log`),
    })
  }
  const sluice = await start('sluice', { account: declaredAccount, flows: [declaredFlow], quotas: { flows: 1_000, prompts: 1_000 } })
  const small = await start('small', { quotas: smallQuotas })
  const secrets = await mkdtemp(join(tmpdir(), 'sluice-tls-'))
  const { key, ...tls } = await writeCertificate(secrets)
  const secure = await start('secure', { tls })
  const throttled = await start('throttled', { throttling: lowRates })
  const verified = await start('verified', {
    access: { credentials: [...access.credentials, ...policyUsers] },
    quotas: { flows: 1_000, prompts: 1_000 },
  })
  return {
    env: {
      ...process.env,
      SLUICE_ENDPOINT: sluice.endpoint,
      SLUICE_SMALL_ENDPOINT: small.endpoint,
      SLUICE_THROTTLED_ENDPOINT: throttled.endpoint,
      SLUICE_VERIFIED_ENDPOINT: verified.endpoint,
      SLUICE_ALICE: wordsOf(alice),
      SLUICE_BOB: wordsOf(bob),
      SLUICE_CAROL: wordsOf(carol),
      SLUICE_USERS_SECRET: policyUsersSecret,
      SLUICE_TLS_ENDPOINT: secure.endpoint,
      SLUICE_TLS_CA: join(secrets, 'ca.pem'),
      SLUICE_TEST_SECRET: canaries['secret access key'],
      SLUICE_TEST_TOKEN: canaries['session token'],
    },
    async [Symbol.asyncDispose]() {
      await sluice.stop()
      await small.stop()
      await throttled.stop()
      await verified.stop()
      await secure.stop()
      await models.close()
      await assertNoCanaries([directory], { ...canaries, ...keyCanaries(key), ...accessEnvironment, policyUsersSecret })
      await Promise.all([directory, secrets].map((made) => rm(made, { recursive: true })))
    },
  }
}

/** The settings of a server whose certificate stands in `directory`, with that of its authority. */
const writeCertificate = async (directory: string) => {
  const { cert, key, ca } = makeCertificate()
  const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
  await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key), writeFile(join(directory, 'ca.pem'), ca)])
  return { certFile, keyFile, key }
}
