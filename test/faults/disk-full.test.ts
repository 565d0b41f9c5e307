import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { ClosedCall } from '../../examples/model-server.ts'
import { faultsOnDisk } from '../fire/check-logs.ts'
import { call, tryOnce } from '../fire/client.ts'
import { executionsOf, pathOf, startWith } from '../fire/execution-path.ts'
import { listEvents } from '../fire/list-events.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { ended, openHome, started, until } from './home.ts'
import { logged, sentences } from './sluice-process.ts'

/** From now on no file of the process grows beyond its first page, or as far as it wants again. */
const limitFiles = (pid: number, bytes: number | 'unlimited'): void =>
  void execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])

it('a server whose disk is full says so, cuts what is stopped, loses nothing, and goes on when there is room', async () => {
  await using home = await openHome()
  const closed: ClosedCall[] = []
  home.models.onClose((one) => closed.push(one))
  await using server = home.serve()
  const endpoint = await server.endpoint
  const flow = await preparedFlow(endpoint)
  const endless = await started(endpoint, flow, 'endless')
  const waiting = await started(endpoint, flow, 'word '.repeat(50))
  await until(() => home.models.openStreams() === 2)
  await until(async () => (await listEvents(endpoint, endless)).length === 2)
  const before = [await listEvents(endpoint, endless), await listEvents(endpoint, waiting)]

  limitFiles(server.pid, 4096)
  const invocationId = randomUUID()
  const options = { body: startWith('while the disk is full'), invocationId }
  const refusedStart = tryOnce(endpoint, 'POST', executionsOf(flow), options)
  const refusedStop = tryOnce(endpoint, 'POST', `${pathOf(endless)}/stop`)
  const refusedFlow = await tryOnce(endpoint, 'POST', '/flows/', {
    body: { name: 'full', executionRoleArn: 'arn:aws:iam::123456789012:role/flow-role' },
  })
  await until(() => closed.length === 2)
  const cut = closed.find(({ prompt }) => prompt.includes('endless'))
  const whileFull = await Promise.all([endless, waiting].map((arn) => call(endpoint, 'GET', pathOf(arn))))
  const refused = await Promise.all([refusedStart, refusedStop])
  await sleep(1_000)
  const after = [await listEvents(endpoint, endless), await listEvents(endpoint, waiting)]
  const requests = home.models.requests()

  limitFiles(server.pid, 'unlimited')
  const stopped = await call(endpoint, 'POST', `${pathOf(endless)}/stop`)
  const repeated = await call(endpoint, 'POST', executionsOf(flow), options)
  const told = []
  for (const executionArn of [endless, waiting, String(repeated.body['executionArn'])]) {
    const { status, endedAt } = await ended(endpoint, executionArn)
    told.push({ executionArn, end: { status, endedAt } })
  }
  server.signal('SIGTERM')
  const end = await server.ended

  expect(refused.map(({ status, body }) => [status, body['resourceName']])).toEqual([
    [424, 'storage'],
    [424, 'storage'],
  ])
  expect([refusedFlow.status, refusedFlow.body['message']]).toEqual([500, expect.stringContaining('The storage of Sluice failed')])
  expect([cut?.finished, whileFull.map(({ body }) => body['status'])]).toEqual([false, ['Running', 'Running']])
  expect([after, requests]).toEqual([before, 2])
  expect([stopped.status, stopped.body['status'], repeated.status]).toEqual([200, 'Aborted', 200])
  expect(told.map((one) => one.end.status)).toEqual(['Aborted', 'Succeeded', 'Succeeded'])
  expect(home.models.requests()).toBe(2 + 1 + 2)
  expect(logged(end).filter(({ msg }) => msg === 'storage unavailable')).toContainEqual(
    expect.objectContaining({ level: 40, reason: 'The storage refused: disk I/O error', refusals: expect.any(Number) }),
  )
  expect(end.code).toBe(0)
  expect(faultsOnDisk(home.dataDir, told)).toEqual([])
})

it('a server that is stopped while its disk is full ends with 1 and one sentence, and the next one goes on', async () => {
  await using home = await openHome({ shutdownSeconds: 1 })
  await using first = home.serve()
  const flow = await preparedFlow(await first.endpoint)
  const executionArn = await started(await first.endpoint, flow, 'endless')
  await until(async () => (await listEvents(await first.endpoint, executionArn)).length === 2)

  limitFiles(first.pid, 4096)
  first.signal('SIGTERM')
  const end = await first.ended
  await using second = home.serve()
  const endpoint = await second.endpoint
  await until(() => home.models.requests() === 2)
  const stopped = await call(endpoint, 'POST', `${pathOf(executionArn)}/stop`)
  const { status, endedAt } = await ended(endpoint, executionArn)
  second.signal('SIGTERM')

  expect([end.code, sentences(end)]).toEqual([1, ['The storage refused: disk I/O error']])
  expect([stopped.status, status, (await second.ended).code]).toEqual([200, 'Aborted', 0])
  expect(faultsOnDisk(home.dataDir, [{ executionArn, stop: 'Aborted', end: { status, endedAt } }])).toEqual([])
})
