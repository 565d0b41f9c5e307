/** `npm run chaos:boto3 -- --rounds N`: boto3 retries against a server that is killed again and again; no retry starts twice. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { bound } from '../../scripts/bound.ts'
import { pythonWith } from '../../scripts/python-environment.ts'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { faultsOnDisk } from './check-logs.ts'
import { call } from './client.ts'
import { conclude } from './conclude.ts'
import { pathOf } from './execution-path.ts'
import type { Told } from './load.ts'
import { startTarget } from './target.ts'

const { rounds, clients } = wholeNumbers({ rounds: 10, clients: 8 })
const python = await pythonWith('boto3', 'pytest')
await using target = await startTarget({ tokenDelayMs: 2 })
const { endpoint, flow } = target
const boto3 = bound(
  spawn(python, ['test/boto3/retrying_client.py'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, SLUICE_ENDPOINT: endpoint, SLUICE_FLOW: flow, SLUICE_CLIENTS: String(clients) },
  }),
)
const ended = once(boto3, 'exit')
const output = text(boto3.stdout)
for (let round = 1; round <= rounds; round++) {
  const begun = target.models.requests()
  while (target.models.requests() === begun && boto3.exitCode === null) await sleep(20)
  await sleep(Math.random() * 2_000)
  await target.crash()
  console.log(`Round ${round}: killed and restarted, ${target.models.requests()} calls of the model so far`)
}
boto3.stdin.end()
const [code]: unknown[] = await ended
if (code !== 0) throw new Error(`boto3 ended with ${String(code)}`)

interface Call {
  readonly executionArn: string
  readonly retries: number
}
const calls: readonly Call[] = JSON.parse(await output)
const told: Told[] = calls.map(({ executionArn }) => ({ executionArn }))
for (const one of told) {
  while (one.end === undefined) {
    const { status, endedAt } = (await call(endpoint, 'GET', pathOf(one.executionArn))).body
    if (status === 'Running') await sleep(100)
    else one.end = { status, endedAt }
  }
}
await target.stop()

const executions = new Set(calls.map(({ executionArn }) => executionArn)).size
const retried = calls.filter(({ retries }) => retries > 0).length
await conclude(target, {
  faults: [
    ...faultsOnDisk(target.dataDir, told),
    ...(executions < calls.length ? [`${calls.length} calls were told of ${executions} executions`] : []),
    ...(retried === 0 ? ['boto3 never had to retry'] : []),
  ],
  success: `${calls.length} calls of boto3, ${retried} of them retried, ${rounds} crashes: as many executions, each once.`,
})
