import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { ClosedCall } from '../../examples/model-server.ts'
import { call, tryOnce, type Answer } from '../fire/client.ts'
import { executionsOf, pathOf, startWith } from '../fire/execution-path.ts'
import { listEvents } from '../fire/list-events.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { full, limited, locked, readOnly, silent, type Trouble } from './disks.ts'
import { ended, openHome, started, until } from './home.ts'
import { logged } from './sluice-process.ts'

const executionRoleArn = 'arn:aws:iam::123456789012:role/flow-role'
const unknownYet = 'Whether this request takes effect is not known yet; it can be repeated.'

interface Told {
  readonly ready: string
  readonly reason: string
  readonly exception: string
  readonly status: number
  readonly says: string
}

const dependency = { exception: 'DependencyFailedException', status: 424 }
const gateway = { exception: 'BadGatewayException', status: 502 }

const cases: readonly (readonly [string, Trouble, Told])[] = [
  [
    'full',
    full,
    {
      ...dependency,
      ready: 'storage full',
      reason: 'full',
      says: 'The storage of Sluice is full: make room on the disk of its data directory.',
    },
  ],
  [
    'read-only',
    readOnly,
    {
      ...dependency,
      ready: 'storage read-only',
      reason: 'readOnly',
      says: 'The storage of Sluice is read-only: make the file system of its data directory writable again.',
    },
  ],
  [
    'limited',
    limited,
    {
      ...dependency,
      ready: 'storage failed',
      reason: 'failed',
      says: 'The storage of Sluice failed: look after the disk of its data directory. The log has the cause under request id ID.',
    },
  ],
  [
    'locked',
    locked(),
    {
      ...gateway,
      ready: 'storage locked',
      reason: 'locked',
      says: 'The storage of Sluice is locked by another process: end that process, or let it finish.',
    },
  ],
  [
    'silent',
    silent,
    {
      ...gateway,
      ready: 'storage silent',
      reason: 'silent',
      says: 'The storage of Sluice does not answer: look after the disk of its data directory.',
    },
  ],
]

it.each(cases)(
  'a storage that is %s: cuts what is stopped, says so, reads on, loses nothing, and recovers by itself',
  async (_, trouble, told) => {
    await using home = await openHome()
    const closed: ClosedCall[] = []
    home.models.onClose((one) => closed.push(one))
    await using server = home.serve(trouble.launcher && { launcher: trouble.launcher(home) })
    const endpoint = await server.endpoint
    const flow = await preparedFlow(endpoint)
    const draft = await preparedFlow(endpoint)
    const endless = await started(endpoint, flow, 'endless')
    const waiting = await started(endpoint, flow, 'word '.repeat(50))
    await until(() => home.models.openStreams() === 2)
    const readiness = async (): Promise<unknown> => {
      const response = await fetch(`${endpoint}/healthz/ready`)
      return [response.status, await response.json()]
    }
    const wellBefore = await readiness()

    await trouble.begin(home, server)
    const ask = async (method: string, path: string, body?: object): Promise<Refused> => {
      const since = performance.now()
      const answer = await tryOnce(endpoint, method, path, { body })
      return { answer, seconds: (performance.now() - since) / 1000 }
    }
    const stop = ask('POST', `${pathOf(endless)}/stop`)
    await until(() => closed.some(({ prompt }) => prompt.includes('endless')))
    const atRuntime = [
      stop,
      ask('POST', `${pathOf(endless)}/stop`),
      ask('POST', executionsOf(flow), startWith('too late')),
      ask('POST', executionsOf(flow).replace('/executions', ''), startWith('too late')),
    ]
    const atBuildTime = [
      ask('POST', '/flows/', { name: 'new', executionRoleArn }),
      ask('PUT', `/flows/${draft}/`, { name: 'changed', executionRoleArn }),
      ask('POST', `/flows/${draft}/`),
      ask('DELETE', `/flows/${draft}/?skipResourceInUseCheck=true`),
      ask('POST', `/flows/${flow}/versions`),
      ask('POST', '/prompts/', { name: 'new' }),
      ask('POST', `/tags/${encodeURIComponent(`arn:aws:bedrock:us-east-1:123456789012:flow/${flow}`)}`, { tags: { a: 'b' } }),
    ]
    const runtime = await Promise.all(atRuntime)
    const buildTime = await Promise.all(atBuildTime)
    const reads = await Promise.all([pathOf(endless), pathOf(waiting), `/flows/${flow}/`, '/flows/'].map((path) => ask('GET', path)))
    const fault = await readiness()
    const alive = (await fetch(`${endpoint}/healthz`)).status
    const metrics = await (await fetch(`${endpoint}/metrics`)).text()
    const cutEvents = await listEvents(endpoint, endless)

    await trouble.end(home, server)
    const aborted = await ended(endpoint, endless)
    await until(async () => JSON.stringify(await readiness()) === JSON.stringify(wellBefore))
    const went = await ended(endpoint, waiting)
    const again = await call(endpoint, 'POST', `${pathOf(endless)}/stop`)
    const created = await tryOnce(endpoint, 'POST', '/flows/', { body: { name: 'after', executionRoleArn } })
    const next = await ended(endpoint, await started(endpoint, flow, 'after'))
    await sleep(500)
    const lastEvents = await listEvents(endpoint, endless)
    server.signal('SIGTERM')
    const end = await server.ended

    const refusedAs = ({ answer: { status, body } }: Refused) => [status, { ...body, message: withoutId(body) }]
    const message = `${told.says} ${unknownYet}`
    expect(runtime.map(refusedAs)).toEqual(runtime.map(() => [told.status, { message, resourceName: 'storage' }]))
    expect(buildTime.map(refusedAs)).toEqual(buildTime.map(() => [500, { message }]))
    expect(Math.max(...[...runtime, ...buildTime].map(({ seconds }) => seconds))).toBeLessThan(5)
    expect(reads.map(({ answer: { status, body } }) => [status, body['status']])).toEqual([
      [200, 'Running'],
      [200, 'Running'],
      [200, 'Prepared'],
      [200, undefined],
    ])
    expect([wellBefore, fault, alive]).toEqual([[200, { status: 'ok' }], [503, { status: told.ready }], 200])
    expect(metrics).toContain(`sluice_storage_unavailable{reason="${told.reason}"} 1`)
    expect(closed.find(({ prompt }) => prompt.includes('endless'))?.finished).toBe(false)
    expect([aborted['status'], again.body['status'], went['status'], created.status, next['status']]).toEqual([
      'Aborted',
      'Aborted',
      'Succeeded',
      201,
      'Succeeded',
    ])
    expect(lastEvents).toEqual(cutEvents)
    expect(logged(end)).toContainEqual(
      expect.objectContaining({ msg: 'request failed', operation: 'StopFlowExecution', status: told.status }),
    )
    expect(end.code).toBe(0)
  },
)

interface Refused {
  readonly answer: Answer
  readonly seconds: number
}

const withoutId = ({ message }: Answer['body']): string => String(message).replace(/request id [-\da-f]{36}/, 'request id ID')

it('a stop that was answered 502 is lost with a crash: the next process goes on with the execution, and stops it when asked', async () => {
  const trouble = locked()
  await using home = await openHome()
  await using first = home.serve()
  const flow = await preparedFlow(await first.endpoint)
  const executionArn = await started(await first.endpoint, flow, 'endless')
  await until(() => home.models.openStreams() === 1)

  await trouble.begin(home, first)
  const refused = await tryOnce(await first.endpoint, 'POST', `${pathOf(executionArn)}/stop`)
  const openAfterStop = home.models.openStreams()
  first.signal('SIGKILL')
  await first.ended
  await trouble.end(home, first)
  await using second = home.serve()
  const endpoint = await second.endpoint
  await until(() => home.models.requests() === 2)
  const { body } = await call(endpoint, 'GET', pathOf(executionArn))
  const stopped = await call(endpoint, 'POST', `${pathOf(executionArn)}/stop`)

  expect([refused.status, openAfterStop, body['status']]).toEqual([502, 0, 'Running'])
  expect([stopped.status, stopped.body['status']]).toEqual([200, 'Aborted'])
})
