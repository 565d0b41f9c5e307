import type { ExecutionSummary } from '../../engine/executions.ts'
import type { Database } from './database.ts'
import { integer, text } from './row.ts'

/**
 * Adds up an execution's events. A visit is begun by its `nodeInput` and done with an output; a node without inputs of its
 * own is done when it says something, and once an execution is over nothing of it runs.
 */
export const executionSummary = (database: Database, executionArn: string): ExecutionSummary => ({
  nodes: database
    .statement(visits)
    .all(executionArn)
    .map((row) => {
      const [begun, outputs, failed] = [integer(row, 'begun'), integer(row, 'outputs'), integer(row, 'failed')]
      const done = begun === 0 ? outputs : Math.min(begun, outputs)
      const running = row['status'] === 'Running' ? Math.max(begun - done - failed, 0) : 0
      return { node: text(row, 'node'), done, running, failed, retries: integer(row, 'retries') }
    }),
  usage: database
    .statement(tokens)
    .all(executionArn)
    .map((row) => ({
      modelId: text(row, 'model'),
      inputTokens: integer(row, 'input'),
      outputTokens: integer(row, 'output'),
      totalTokens: integer(row, 'total'),
    })),
})

const visits = `
  select node, status,
    count(*) filter (where type = 'nodeInput') as begun,
    count(*) filter (where type in ('nodeOutput', 'conditionResult', 'flowOutput')) as outputs,
    count(*) filter (where type = 'nodeFailure') as failed,
    count(*) filter (where type = 'attempt' and body ->> '$.cause' = 'retry') as retries
  from events join executions on executions.id = events.execution
  where arn = ? and node is not null
  group by node
  order by min(sequence)`

const tokens = `
  select model, sum(input) as input, sum(output) as output, sum(total) as total
  from (
    select sequence, body ->> '$.action.request.modelId' as model,
      cast(coalesce(body ->> '$.action.response.usage.inputTokens', 0) as integer) as input,
      cast(coalesce(body ->> '$.action.response.usage.outputTokens', 0) as integer) as output,
      cast(coalesce(body ->> '$.action.response.usage.totalTokens', 0) as integer) as total
    from events join executions on executions.id = events.execution
    where arn = ? and type = 'nodeAction' and body -> '$.action.response.usage' is not null
  )
  where typeof(model) = 'text'
  group by model
  order by min(sequence)`
