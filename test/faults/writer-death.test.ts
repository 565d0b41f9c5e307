import { expect, it } from 'vitest'
import { faultsOnDisk } from '../fire/check-logs.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { ended, openHome, started, until } from './home.ts'
import { logged, sentences } from './sluice-process.ts'

it('a server whose writer dies ends with 1 and one sentence, and the next one goes on', async () => {
  await using home = await openHome()
  await using first = home.serve({ preload: './preload/kill-writer.ts' })
  const flow = await preparedFlow(await first.endpoint)
  const executionArn = await started(await first.endpoint, flow, 'word '.repeat(200))
  await until(() => home.models.openStreams() > 0)

  first.signal('SIGUSR2')
  const end = await first.ended
  await using second = home.serve()
  const { status, endedAt } = await ended(await second.endpoint, executionArn)
  second.signal('SIGTERM')

  expect([end.code, sentences(end)]).toEqual([1, ['Sluice cannot go on: The thread of the storage ended']])
  expect(logged(end).at(-1)).toMatchObject({
    level: 60,
    msg: 'the server cannot go on',
    err: { message: 'The thread of the storage ended' },
  })
  expect([status, (await second.ended).code]).toEqual(['Succeeded', 0])
  expect(faultsOnDisk(home.dataDir, [{ executionArn, end: { status, endedAt } }])).toEqual([])
})
