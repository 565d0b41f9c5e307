import { expect, it } from 'vitest'
import { call } from '../fire/client.ts'
import { listEvents } from '../fire/list-events.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { ended, openHome, started, until } from './home.ts'
import { logged, sentences } from './sluice-process.ts'

it('a bug of a node or of a provider ends its execution, and nothing else', async () => {
  await using home = await openHome()
  await using server = home.serve({ preload: './preload/break-prompts.ts' })
  const endpoint = await server.endpoint
  const flow = await preparedFlow(endpoint)
  const other = await started(endpoint, flow, 'endless')
  await until(() => home.models.openStreams() > 0)

  const broken = [await started(endpoint, flow, 'a bug of the node'), await started(endpoint, flow, 'a bug of the provider')]
  const ends = await Promise.all(broken.map((executionArn) => ended(endpoint, executionArn)))
  const events = await Promise.all(broken.map((executionArn) => listEvents(endpoint, executionArn)))
  const own = await Promise.all(broken.map((arn) => call(endpoint, 'GET', `/sluice/v1/executions/${encodeURIComponent(arn)}`)))
  const later = await ended(endpoint, await started(endpoint, flow, 'no bug'))
  const untouched = home.models.openStreams()
  server.signal('SIGKILL')
  const end = await server.ended

  const message = 'The execution ended by an internal error of the server; its log names the cause.'
  expect(ends).toMatchObject([
    { status: 'Failed', errors: [{ message }] },
    { status: 'Failed', errors: [{ message }] },
  ])
  expect(JSON.stringify([ends, events, own])).not.toMatch(/TypeError|not a function|\.ts|stack/)
  expect([later['status'], untouched, sentences(end), other]).toEqual(['Succeeded', 1, [], expect.any(String)])
  const bugs = logged(end).filter(({ msg }) => msg === 'bug')
  expect(new Set(bugs.map(({ executionArn }) => executionArn))).toEqual(new Set(broken))
  for (const bug of bugs)
    expect(bug).toMatchObject({ level: 50, err: { type: 'TypeError', stack: expect.stringContaining('break-prompts.ts') } })
})
