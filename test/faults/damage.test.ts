import { closeSync, openSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { tryOnce } from '../fire/client.ts'
import { executionsOf, pathOf, startWith } from '../fire/execution-path.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { ended, openHome, started, until } from './home.ts'
import { logged, sentences } from './sluice-process.ts'

/** Overwrites a page of the events' rows with garbage: that of the first events, or that where the next ones go. */
const overwrite = (file: string, which: 'first' | 'last'): void => {
  using database = new DatabaseSync(file)
  database.exec('pragma wal_checkpoint(truncate)')
  const pages = database.prepare(`select pageno, pgsize from dbstat where name = 'events' and pagetype = 'leaf' order by path`).all()
  const page = which === 'first' ? pages[0] : pages.at(-1)
  const bytes = Number(page?.['pgsize'])
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(bytes, 'garbage '), 0, bytes, (Number(page?.['pageno']) - 1) * bytes)
  closeSync(descriptor)
}

it('damage in the middle fails what it concerns, and ends the process when a write meets it', async () => {
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
  overwrite(home.database, 'first')

  await using second = home.serve()
  const endpoint = await second.endpoint
  const nodeEvents = '/events?eventType=Node'
  const failed = await ended(endpoint, lost)
  const damaged = await tryOnce(endpoint, 'GET', pathOf(lost) + nodeEvents)
  const whole = await tryOnce(endpoint, 'GET', pathOf(between) + nodeEvents)
  const stop = await tryOnce(endpoint, 'POST', `${pathOf(running)}/stop`)
  second.signal('SIGTERM')
  const secondEnd = await second.ended
  overwrite(home.database, 'last')

  await using third = home.serve()
  const unanswered = await tryOnce(await third.endpoint, 'POST', executionsOf(flow), { body: startWith('too late') }).catch(String)
  const thirdEnd = await third.ended

  const message = 'Sluice failed to answer this request; its log has the cause under this request id.'
  const cause = 'The execution ended by an internal error of the server; its log names the cause.'
  expect(failed).toMatchObject({ status: 'Failed', errors: [{ message: cause }] })
  expect(damaged).toEqual({ status: 500, body: { message } })
  expect([whole.status, stop.status, stop.body['status'], secondEnd.code]).toEqual([200, 200, 'Aborted', 0])
  expect(logged(secondEnd)).toContainEqual(
    expect.objectContaining({
      level: 50,
      msg: 'bug',
      executionArn: lost,
      err: expect.objectContaining({ message: 'database disk image is malformed' }),
    }),
  )
  expect(unanswered).toContain('fetch failed')
  expect([thirdEnd.code, sentences(thirdEnd)]).toEqual([
    1,
    [
      `Sluice cannot go on: The database ${home.database} is damaged or no database: restore it from a backup, or move it away to begin with an empty one.`,
    ],
  ])
})
