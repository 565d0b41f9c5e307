import { setTimeout as sleep } from 'node:timers/promises'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { verifiedAccess } from '../src/api/auth/authenticate.ts'
import { credentialsOf } from '../src/api/auth/credentials.ts'
import { executionsOf, pathOf, startWith } from '../test/fire/execution-path.ts'
import { leanClient } from '../test/fire/lean-client.ts'
import { preparedFlow } from '../test/fire/prepared-flow.ts'
import { signerOf } from '../test/fire/signer.ts'
import { startTemporaryServer } from '../test/fire/temporary-server.ts'
import { requestOf } from '../test/signatures/wire-request.ts'
import { access, accessEnvironment, alice } from '../test/verified-access.ts'
import { benchAuthorisation } from './authorisation.ts'
import { echoFlow } from './echo-flow.ts'
import type { Figure } from './ratio.ts'
import { inTurns } from './ratio.ts'
import { scrape } from './scrape.ts'

const body = startWith('Say this back, word for word.')

/** What verifying signatures and asking policies costs: one of each, and durable executions over HTTP whose events are read. */
export const benchAccess = async function* (): AsyncGenerator<Figure> {
  yield await verifications()
  yield* benchAuthorisation()
  yield* await executions()
}

/** In this process, beside AWS's library signing the same request. */
const verifications = async (count = 20_000): Promise<Figure> => {
  const endpoint = 'http://127.0.0.1:4680'
  const path = executionsOf('FLOW000001')
  const text = JSON.stringify(body)
  const library = new SignatureV4({ credentials: alice, region: 'us-east-1', service: 'bedrock', sha256: Sha256 })
  const headers = {
    host: '127.0.0.1:4680',
    'content-type': 'application/json',
    'content-length': String(text.length),
    'amz-sdk-invocation-id': '5a3f7f52-8d4b-4d1e-9a0e-5f6c0e1f2a3b',
    'amz-sdk-request': 'attempt=1; max=3',
  }
  const unsigned = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', port: 4680, path, headers, body: text }
  const signed = await library.sign(unsigned)
  const lines = Object.entries(signed.headers).map((header) => header.join(': '))
  const request = requestOf({ method: 'POST', target: path, headers: lines, body: text })
  const header = (name: string): string | undefined => signed.headers[name]
  const verify = verifiedAccess({ credentials: credentialsOf(access, accessEnvironment), clock: Date })
  const rules = { pageMayCall: false, bodyLimitBytes: 1_048_576 }
  const piece = (one: () => Promise<unknown>) => async (): Promise<number> => {
    for (let at = 0; at < count; at++) await one()
    return count
  }
  const verifyOnce = piece(async () => (await verify({ ...request, header }, rules)).body(rules.bodyLimitBytes))
  const signOnce = piece(() => library.sign(unsigned))
  await verifyOnce()
  await signOnce()
  const { measured, baseline } = await inTurns(5, signOnce, verifyOnce)
  return {
    name: `verifying a StartFlowExecution for ${endpoint}, ${(1_000_000 / measured).toFixed(1)} microseconds each`,
    unit: 'requests/s',
    measured,
    baseline: { name: "signatures/s of AWS's library", value: baseline },
  }
}

/** The same signed requests to a server that verifies, and to one that is open. */
const executions = async ({ requests = 500, inFlight = 100, rounds = 20 } = {}): Promise<readonly Figure[]> => {
  await using running = new AsyncDisposableStack()
  const start = async (settings: Parameters<typeof startTemporaryServer>[0]) => {
    const server = await startTemporaryServer(settings)
    running.defer(() => server.remove())
    running.use(server)
    const { endpoint } = server
    const sign = signerOf(endpoint, alice)
    const flow = executionsOf(await preparedFlow(endpoint, echoFlow, sign))
    const run = async (): Promise<number> => {
      using client = leanClient(endpoint, inFlight, sign)
      const started: string[] = []
      await client.sendAll(Array.from({ length: requests }), async () => {
        let answer = await client.send('POST', flow, body)
        while (answer.status >= 500) answer = await client.send('POST', flow, body)
        if (answer.status !== 200) throw new Error(`A start was answered ${answer.status}`)
        started.push(pathOf(String(answer.body['executionArn'])))
      })
      while ((await scrape(endpoint, 'sluice_executions_running')) > 0) await sleep(1)
      await client.sendAll(started, async (path) => {
        const { status } = await client.send('GET', `${path}/events?eventType=Node`)
        if (status !== 200) throw new Error(`Events were answered ${status}`)
      })
      return requests
    }
    return { run, spentSeconds: () => scrape(endpoint, 'process_cpu_seconds_total') }
  }
  const verified = await start({ access, environment: accessEnvironment })
  const open = await start({})
  await verified.run()
  await open.run()
  const spent = { verified: -(await verified.spentSeconds()), open: -(await open.spentSeconds()) }
  const done = { verified: 0, open: 0 }
  const { measured, baseline } = await inTurns(
    rounds,
    async () => {
      done.open += requests
      return open.run()
    },
    async () => {
      done.verified += requests
      return verified.run()
    },
  )
  spent.verified += await verified.spentSeconds()
  spent.open += await open.spentSeconds()
  return [
    {
      name: `verified executions over HTTP with their events, ${inFlight} connections`,
      unit: 'executions/s',
      measured,
      baseline: { name: 'executions/s of an open server', value: baseline },
      target: '85 %',
    },
    {
      name: "the verifying server's processor time for one of them",
      unit: 'ms',
      measured: (1_000 * spent.verified) / done.verified,
      baseline: { name: "the open server's, ms", value: (1_000 * spent.open) / done.open },
      target: '115 %',
    },
  ]
}
