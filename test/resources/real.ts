import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handlers } from '../../src/api/operations/registry.ts'
import type { OperationContext } from '../../src/api/operations/operation.ts'
import { ServiceException } from '../../src/contract/exceptions.ts'
import { CompiledFlows } from '../../src/engine/compiled-flows.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { randomIds } from '../../src/lib/ids.ts'
import type { Partition } from '../../src/store/partition.ts'
import type { Resources } from '../../src/store/resources.ts'
import { openStore } from '../../src/store/sqlite/open-store.ts'
import { limits } from '../engine/world.ts'
import { functionsOf, hangs, promptsOf, ScriptedModel } from '../fakes.ts'
import { comparable, isByUpdate, itemsOf, largestPage } from './comparable.ts'
import type { Call, Outcome } from './operations.ts'
import { MemoryObjectStore } from '../memory-object-store.ts'

/** Of everything there may be so many. */
export const quota = 3

/** Nothing ends by itself, however the clock jumps. */
const endless = { ...limits, executionMs: 1e12, nodeMs: 1e9 }

/** The operations as they are served, over a store on disk, at a time that the test sets. Models never answer. */
export interface Real extends AsyncDisposable {
  readonly time: { now: number }
  readonly resources: Resources
  contextOf(partition: Partition): OperationContext
}

export const openReal = async (): Promise<Real> => {
  await using opened = new AsyncDisposableStack()
  const dataDir = opened.adopt(await mkdtemp(join(tmpdir(), 'sluice-resources-')), (path) => rm(path, { recursive: true }))
  const time = { now: 1_700_000_000_000 }
  const clock: Clock = { ...systemClock, now: () => time.now }
  const bugs: unknown[] = []
  const broken = (error: unknown): void => void bugs.push(error)
  const store = opened.use(await openStore({ dataDir, clock, ids: randomIds, onFatal: broken }))
  const flows = new CompiledFlows((hash) => store.eventLog.definition(hash))
  const engine = new Engine({
    log: store.eventLog,
    executions: store.executions,
    flows,
    capabilities: {
      languageModel: new ScriptedModel(hangs),
      promptLibrary: promptsOf({}),
      functionInvoker: functionsOf({}),
      objectStore: new MemoryObjectStore(),
    },
    clock,
    random: () => 0.5,
    owner: { id: 'owner' },
    report: { bug: broken, storageUnavailable: broken },
  })
  opened.defer(() => engine.close(0))
  opened.defer(() => {
    if (bugs.length > 0) throw new AggregateError(bugs, 'What nobody was told')
  })
  const owned = opened.move()
  const quotas = { runningExecutions: quota, flows: quota, flowVersions: quota, flowAliases: quota, prompts: quota, promptVersions: quota }
  return {
    time,
    resources: store.resources,
    contextOf: (partition) => ({
      caller: { ...partition, accessKeyId: partition.account },
      resources: store.resources.of(partition),
      executions: store.executions,
      eventLog: store.eventLog,
      engine,
      flows,
      ids: randomIds,
      limits: { async: endless, invoke: endless },
      quotas,
      compatibility: 'extended',
      declared: new Map(),
    }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The answer of a call; of a list, all its pages. */
export const really = async ({ operation, input }: Call, context: OperationContext): Promise<Outcome> => {
  try {
    const output = await answerOf({ operation, input }, context)
    return { output: comparable({ operation, input }, shownAlike(operation, output)) }
  } catch (error) {
    if (error instanceof ServiceException) return { exception: error.name }
    throw error
  }
}

type Answer = Readonly<Record<string, unknown>>

const answerOf = async ({ operation, input }: Call, context: OperationContext): Promise<Answer> => {
  const { firstPage, ...sent } = input
  const handle = handlers[operation].handle as (input: object, context: OperationContext) => Promise<Answer>
  const first = await handle(structuredClone(sent), context)
  const list = itemsOf(first)
  if (list === undefined) return first
  const most = Math.min(Number(sent['maxResults'] ?? largestPage), largestPage)
  const items: Answer[] = []
  for (let page = first; ;) {
    const shown = page[list] as readonly Answer[]
    if (shown.length > most) throw new Error(`${operation} shows ${shown.length} items where ${most} are the most`)
    items.push(...shown)
    const { nextToken } = page
    if (nextToken === undefined || firstPage === true) break
    if (shown.length === 0) throw new Error(`${operation} has an empty page that is not the last`)
    page = await handle({ ...structuredClone(sent), nextToken }, context)
  }
  const times = items.map(({ updatedAt }) => String(updatedAt))
  if (isByUpdate(operation, input) && times.some((time, index) => time > (times[index - 1] ?? time)))
    throw new Error(`${operation} does not show newest updates first: ${times.join(', ')}`)
  return { [list]: items }
}

/** Findings are compared by whether there are any, ends by whether they were reached, definitions as values. */
const shownAlike = (operation: Call['operation'], output: Answer): Answer => {
  if (operation === 'GetFlow') return { ...output, validations: (output['validations'] as readonly unknown[]).length > 0 }
  if (operation === 'GetFlowExecution') return ended(output)
  if (operation === 'ListFlowExecutions')
    return { flowExecutionSummaries: (output['flowExecutionSummaries'] as readonly Answer[]).map(ended) }
  if (operation === 'GetExecutionFlowSnapshot') return { ...output, definition: JSON.parse(String(output['definition'])) }
  return output
}

const ended = (execution: Answer): Answer => ({ ...execution, endedAt: execution['endedAt'] !== undefined })
