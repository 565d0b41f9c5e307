import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startServer } from '../../scripts/start-server.ts'
import { single } from '../definitions.ts'
import { makeCertificate } from '../make-certificate.ts'
import { canaries, keyCanaries } from './canaries.ts'
import { canariesIn, findCanaries } from './find-canaries.ts'
import { tellingServer } from './telling-server.ts'

const key = canaries['API key of a model provider']
const account = '123456789012'
const providers = {
  compatible: { type: 'openai-compatible' },
  openai: { type: 'openai' },
  anthropic: { type: 'anthropic' },
  google: { type: 'google' },
  bedrock: { type: 'bedrock', region: 'us-east-1' },
  signed: { type: 'bedrock', region: 'us-east-1' },
} as const
type Provider = keyof typeof providers

const flowOf = (name: Provider) => JSON.parse(JSON.stringify(single).replaceAll('test.model', `${name}.model`)) as object

it('a server keeps, logs and tells none of the secrets that it is given or sent, also when a provider says them back', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const directory = cleanUp.adopt(await mkdtemp(join(tmpdir(), 'sluice-canaries-')), (made) => rm(made, { recursive: true }))
  const models = cleanUp.adopt(await tellingServer(), (server) => server.close())
  const certificate = makeCertificate()
  const [secrets, left] = [join(directory, 'secrets'), join(directory, 'left')]
  await Promise.all([mkdir(secrets), mkdir(left)])
  await Promise.all([writeFile(join(secrets, 'cert.pem'), certificate.cert), writeFile(join(secrets, 'key.pem'), certificate.key)])
  const names = Object.keys(providers) as Provider[]
  const address = (name: Provider) => (name === 'bedrock' || name === 'signed' ? 'endpointUrl' : 'baseUrl')
  const configuration = {
    dataDir: join(left, 'data'),
    account,
    tls: { certFile: join(secrets, 'cert.pem'), keyFile: join(secrets, 'key.pem') },
    models: {
      providers: Object.fromEntries(
        names.map((name) => [
          name,
          { ...providers[name], retries: 0, [address(name)]: models.baseUrl, ...(name !== 'signed' && { apiKeyEnv: 'MODEL_KEY' }) },
        ]),
      ),
      routes: names.map((name) => ({ match: `${name}.*`, provider: name, model: 'some' })),
    },
    flows: names.map((name, at) => ({ id: `LEAK00000${at}`, name, definition: flowOf(name) })),
  }
  const config = join(secrets, 'sluice.config.json')
  await writeFile(config, JSON.stringify(configuration))
  const env = {
    ...process.env,
    MODEL_KEY: key,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: canaries['secret access key'],
    AWS_SESSION_TOKEN: canaries['session token'],
  }
  const serve = () =>
    startServer(process.execPath, ['src/cli/main.ts', 'serve', '--port', '0', '--config', config], { env, output: join(left, 'log') })
  const agent = cleanUp.adopt(new Agent({ ca: certificate.ca, servername: 'localhost' }), (used) => used.destroy())
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${account}/${date.slice(0, 8)}/us-east-1/bedrock/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${canaries['signature of a header']}`
  const signed = { authorization, 'x-amz-date': date, 'x-amz-security-token': canaries['session token'] }
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': scope,
    'X-Amz-Date': date,
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Security-Token': canaries['session token'],
    'X-Amz-Signature': canaries['signature of a presigned URL'],
  })
  const answers: string[] = []
  const ask = async (url: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<string> => {
    const [answer] = (await once(request(url, { agent, method, headers }).end(body), 'response')) as [IncomingMessage]
    const said = await text(answer)
    answers.push(`${url.slice(0, url.indexOf('?') + 1)} ${JSON.stringify(answer.rawHeaders)} ${said}`)
    return said
  }

  const first = await serve()
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
  for (const [at] of names.entries()) {
    const alias = `${first.endpoint}/flows/LEAK00000${at}/aliases/TSTALIASID`
    const { executionArn } = JSON.parse(await ask(`${alias}/executions`, signed, 'POST', JSON.stringify({ inputs }))) as {
      executionArn: string
    }
    const execution = `${alias}/executions/${executionArn.split('/').at(-1)}`
    while ((await ask(execution, signed)).includes('"Running"')) await sleep(20)
    for (const eventType of ['Node', 'Flow']) await ask(`${execution}/events?eventType=${eventType}`, signed)
    await ask(`${first.endpoint}/sluice/v1/executions/${encodeURIComponent(executionArn)}?${query}`, {})
    await ask(`${first.endpoint}/sluice/v1/executions/${encodeURIComponent(executionArn)}/events?${query}`, {})
    await ask(alias, signed, 'POST', JSON.stringify({ inputs, enableTrace: true }))
  }
  for (const [path, method, headers] of [
    ['/flows/', 'POST', signed],
    ['/nothing', 'GET', signed],
    ['/flows/', 'PATCH', signed],
    [`/flows/?${query}`, 'POST', {}],
    [`/flows/?${query}`, 'POST', { origin: 'https://evil.example' }],
    [`/flows/?${query}&X-Amz-Expires=1`, 'GET', {}],
    ['/flows/', 'GET', { ...signed, authorization: authorization.replace('SignedHeaders', 'Signed') }],
    ['/flows/', 'GET', { ...signed, host: 'evil.example' }],
    ['/flows/', 'GET', { authorization: `Bearer ${key}` }],
    ['/metrics', 'GET', {}],
  ] as const)
    await ask(`${first.endpoint}${path}`, headers, method)
  await first.kill()
  const second = await serve()
  await second.stop()

  const planted = { ...canaries, ...keyCanaries(certificate.key) }
  const said = models.told.join('\n')
  expect(canariesIn('the providers', said).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['API key of a model provider', 'session token']),
  )
  expect(models.told.length).toBeGreaterThanOrEqual(names.length)
  expect(answers.flatMap((answer) => canariesIn(answer.slice(0, 3_000), answer, planted))).toEqual([])
  expect(await findCanaries([left], planted)).toEqual([])
})
