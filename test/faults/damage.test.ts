import { closeSync, openSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { tryOnce, type Answer } from '../fire/client.ts'
import { executionsOf, pathOf, startWith } from '../fire/execution-path.ts'
import { listEvents } from '../fire/list-events.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { damage } from './disks.ts'
import { ended, openHome, started, until } from './home.ts'
import { logged, sentences } from './sluice-process.ts'

/** Overwrites the page of the first events with garbage. */
const overwriteFirst = (file: string): void => {
  using database = new DatabaseSync(file)
  database.exec('pragma wal_checkpoint(truncate)')
  const page = database.prepare(`select pageno, pgsize from dbstat where name = 'events' and pagetype = 'leaf' order by path`).get()
  const bytes = Number(page?.['pgsize'])
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(bytes, 'garbage '), 0, bytes, (Number(page?.['pageno']) - 1) * bytes)
  closeSync(descriptor)
}

it('damage in the middle fails what it concerns', async () => {
  await using home = await openHome()
  await using first = home.serve()
  const flow = await preparedFlow(await first.endpoint)
  // Events so large that they fill pages: first those of `lost`, then of `between`, then the page to which is appended.
  const lost = await started(await first.endpoint, flow, `${'lost'.repeat(800)} later`)
  await until(() => home.models.requests() === 2)
  const between = await started(await first.endpoint, flow, 'between'.repeat(400))
  await ended(await first.endpoint, between)
  const running = await started(await first.endpoint, flow, 'endless')
  await until(() => home.models.openStreams() === 2)
  first.signal('SIGKILL')
  await first.ended
  overwriteFirst(home.database)

  await using second = home.serve()
  const endpoint = await second.endpoint
  const nodeEvents = '/events?eventType=Node'
  const failed = await ended(endpoint, lost)
  const damaged = await tryOnce(endpoint, 'GET', pathOf(lost) + nodeEvents)
  const whole = await tryOnce(endpoint, 'GET', pathOf(between) + nodeEvents)
  const stop = await tryOnce(endpoint, 'POST', `${pathOf(running)}/stop`)
  second.signal('SIGTERM')
  const secondEnd = await second.ended

  const cause = 'The execution ended by an internal error of the server; its log names the cause.'
  expect(failed).toMatchObject({ status: 'Failed', errors: [{ message: cause }] })
  expect([damaged.status, logged(secondEnd)]).toEqual([
    500,
    expect.arrayContaining([expect.objectContaining({ msg: 'request failed', requestId: idIn(damaged), err: malformed })]),
  ])
  expect([whole.status, stop.status, stop.body['status'], secondEnd.code]).toEqual([200, 200, 'Aborted', 0])
  expect(logged(secondEnd)).toContainEqual(
    expect.objectContaining({
      level: 50,
      msg: 'bug',
      executionArn: lost,
      err: malformed,
    }),
  )
})

it('damage that a write meets ends the writing, not the process: a stop cuts, and reads go on', async () => {
  await using home = await openHome()
  await using first = home.serve()
  const endpoint = await first.endpoint
  const flow = await preparedFlow(endpoint)
  const endless = await started(endpoint, flow, 'endless')
  await until(async () => home.models.openStreams() === 1 && (await listEvents(endpoint, endless)).length === 2)
  const before = await listEvents(endpoint, endless)

  damage(home, 'stop_proofs')
  const stop = await tryOnce(endpoint, 'POST', `${pathOf(endless)}/stop`)
  await until(() => home.models.openStreams() === 0)
  const start = await tryOnce(endpoint, 'POST', executionsOf(flow), { body: startWith('too late') })
  const create = await tryOnce(endpoint, 'POST', '/flows/', { body: { name: 'new', executionRoleArn: 'arn:aws:iam::123456789012:role/r' } })
  const ready = await fetch(`${endpoint}/healthz/ready`)
  const whole = await tryOnce(endpoint, 'GET', pathOf(endless))
  const touching = await tryOnce(endpoint, 'GET', `/sluice/v1/executions/${encodeURIComponent(endless)}`)
  const after = await listEvents(endpoint, endless)
  first.signal('SIGTERM')
  const end = await first.ended

  const refused = [stop, start, create]
  expect(refused.map(({ status, body }) => [status, body['message']])).toEqual(
    refused.map((answer) => [
      500,
      `The database of Sluice is damaged and takes no writes: restore a backup and start the server again. The log has the cause under request id ${idIn(answer)}. Whether this request takes effect is not known yet; it can be repeated.`,
    ]),
  )
  for (const answer of [...refused, touching]) {
    const lines = logged(end).filter(({ requestId }) => requestId === idIn(answer))
    expect(lines).toMatchObject([{ level: 50, msg: 'request failed', err: { message: expect.stringContaining('malformed') } }])
  }
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'storage corrupt' }])
  expect([whole.status, whole.body['status'], touching.status, after]).toEqual([200, 'Running', 500, before])
  expect([end.code, sentences(end)]).toEqual([1, ['The storage refused: database disk image is malformed']])
})

const malformed = expect.objectContaining({ message: 'database disk image is malformed' })

/** The request id that a message names. */
const idIn = ({ body }: Answer): string => /request id ([-\da-f]{36})/.exec(String(body['message']))?.[1] ?? 'no id'
