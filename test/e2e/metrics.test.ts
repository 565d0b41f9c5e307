import { StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { expect, it } from 'vitest'
import { single } from '../definitions.ts'
import { startWorld, until } from './world.ts'

/** Prometheus' page as values by name with labels. */
const scrape = async (endpoint: string): Promise<ReadonlyMap<string, number>> => {
  const lines = (await (await fetch(`${endpoint}/metrics`)).text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

it('tells Prometheus what runs, what ended, and what a stop took', async () => {
  await using world = await startWorld({ protocol: 'HTTP/1.1', maxConcurrency: 1 })
  const { endpoint, models } = world
  const asks = await world.flow(single)
  await world.ended(await world.start(asks, 'one two'))
  const [streaming, queued] = [await world.start(asks, 'endless'), await world.start(asks, 'endless too')]
  await until(() => models.openStreams() === 1)

  const during = await scrape(endpoint)
  for (const labels of [queued, streaming]) await world.runtime.send(new StopFlowExecutionCommand(labels))
  await until(() => models.openStreams() === 0)
  let after = await scrape(endpoint)
  while (after.get('sluice_stop_release_seconds_count') !== 2) after = await scrape(endpoint)

  expect(Object.fromEntries(during)).toMatchObject({
    sluice_executions_running: 2,
    sluice_executions_started_total: 3,
    'sluice_executions_ended_total{status="Succeeded"}': 1,
    'sluice_executions_ended_total{status="Aborted"}': 0,
    'sluice_model_calls{state="open"}': 1,
    'sluice_model_calls{state="queued"}': 1,
    'sluice_request_seconds_count{operation="StartFlowExecution",status="200"}': 3,
  })
  expect(Object.fromEntries(after)).toMatchObject({
    'sluice_executions_ended_total{status="Aborted"}': 2,
    'sluice_model_calls{state="open"}': 0,
    'sluice_model_calls{state="queued"}': 0,
    'sluice_request_seconds_count{operation="StopFlowExecution",status="200"}': 2,
  })
  expect(after.get('sluice_commit_group_rows_sum')).toBeGreaterThanOrEqual(30)
  expect(after.has('nodejs_eventloop_lag_p99_seconds')).toBe(true)
})
