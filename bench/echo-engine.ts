import { flowArn } from '../src/contract/arn.ts'
import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { CompiledFlows } from '../src/engine/compiled-flows.ts'
import { Engine } from '../src/engine/engine.ts'
import type { ExecutionLimits } from '../src/engine/event.ts'
import type { EventLog } from '../src/engine/event-log.ts'
import type { ObjectStore } from '../src/flow/capabilities/object-store.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import type { Executions } from '../src/engine/executions.ts'
import type { Json } from '../src/lib/json.ts'
import { systemClock } from '../src/lib/clock.ts'
import { randomIds } from '../src/lib/ids.ts'
import { configuredFunctionInvoker } from '../src/providers/function-invoker/configured.ts'
import { configuredLanguageModel } from '../src/providers/language-model/configured.ts'
import { promptLibrary } from '../src/store/prompt-library.ts'
import { openStore } from '../src/store/sqlite/open-store.ts'
import { MemoryObjectStore } from '../test/memory-object-store.ts'

const surroundings = { clock: systemClock, ids: randomIds }
const caller = { account: '123456789012', region: 'us-east-1' }
/** Bounds that no bench meets. */
export const benchLimits: ExecutionLimits = {
  executionMs: 86_400_000,
  nodeMs: 300_000,
  visits: 1e7,
  events: 1e7,
  valueBytes: 6_291_456,
  executionBytes: 1_073_741_824,
  collectedBytes: 67_108_864,
  iteratorConcurrency: 1,
}

/** An engine on SQLite with one prepared flow, and no protocol in front of it. */
export interface EchoEngine extends AsyncDisposable {
  readonly executions: Executions
  /** Starts an execution and waits until its last event is durable. Answers its ARN. */
  run(document: Json): Promise<string>
  /** Events appended so far. */
  events(): number
}

export interface EchoEngineOptions extends Partial<ExecutionLimits> {
  /** @defaultValue one in memory */
  readonly objectStore?: ObjectStore
  /** Told after each append how many events there are. */
  readonly onAppend?: (events: number) => void
}

export const echoEngine = async (
  dataDir: string,
  definition: FlowDefinition,
  { onAppend, objectStore = new MemoryObjectStore(), ...changes }: EchoEngineOptions = {},
): Promise<EchoEngine> => {
  const limits = { ...benchLimits, ...changes }
  const store = await openStore({ ...surroundings, dataDir, onFatal: fail })
  const models = await configuredLanguageModel(
    { providers: {}, scripted: [], routes: [] },
    { ...surroundings, environment: {}, answerBytes: limits.valueBytes },
  )
  const functionInvoker = configuredFunctionInvoker([], {
    ...surroundings,
    environment: {},
    valueBytes: limits.valueBytes,
    nodeSeconds: 300,
    reload: false,
    onOutput: () => {},
  })
  const ends = new Map<string, () => void>()
  let events = 0
  const eventLog: EventLog = {
    ...store.eventLog,
    async create(start, first, owner) {
      const created = await store.eventLog.create(start, first, owner)
      events += first.length
      return created
    },
    async append(lease, after, appended) {
      await store.eventLog.append(lease, after, appended)
      events += appended.length
      onAppend?.(events)
      if (appended.at(-1)?.type === 'ended') ends.get(lease.executionArn)?.()
    },
  }
  const engine = new Engine({
    log: eventLog,
    executions: store.executions,
    flows: new CompiledFlows((hash) => eventLog.definition(hash)),
    capabilities: {
      languageModel: models,
      promptLibrary: promptLibrary(store.resources),
      functionInvoker,
      objectStore,
    },
    clock: systemClock,
    random: Math.random,
    owner: { id: randomIds.uuid() },
    report: { bug: fail, storageUnavailable: fail },
  })
  const resources = store.resources.of(caller)
  const { id, revision, executionRoleArn } = await resources.createFlow(
    { name: 'bench', executionRoleArn: 'arn:aws:iam::123456789012:role/flow-role', definition },
    { quota: 1 },
  )
  const { flow, findings } = compile(definition)
  await resources.savePreparation(id, revision, { status: flow ? 'Prepared' : 'Failed', validations: findings })
  const { aliasId, definitionHash, flowVersion } = await resources.resolveAlias(id, 'TSTALIASID')

  const start = async (document: Json, onEnd: () => void): Promise<string> => {
    const name = randomIds.uuid()
    const executionArn = flowArn({ ...caller, flowId: id, aliasId, name })
    ends.set(executionArn, onEnd)
    const created = await engine.start({
      executionArn,
      ...caller,
      flowId: id,
      aliasId,
      name,
      kind: 'async',
      flowVersion,
      definitionHash,
      executionRoleArn,
      startToken: name,
      quota: 1e6,
      document,
      limits,
      caller: caller.account,
    })
    if ('refused' in created) throw new Error(`The start was refused: ${created.refused}`)
    return executionArn
  }
  return {
    executions: store.executions,
    async run(document) {
      const ended = Promise.withResolvers<void>()
      const executionArn = await start(document, ended.resolve)
      await ended.promise
      ends.delete(executionArn)
      return executionArn
    },
    events: () => events,
    async [Symbol.asyncDispose]() {
      await engine.close(0)
      models[Symbol.dispose]()
      await functionInvoker[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

const fail = (error: unknown): void => {
  throw error
}
