import type { Logger } from 'pino'
import { CompiledFlows } from '../engine/compiled-flows.ts'
import { Engine } from '../engine/engine.ts'
import type { ExecutionLimits } from '../engine/event.ts'
import type { StorageUnavailable } from '../engine/event-log.ts'
import type { Executions } from '../engine/executions.ts'
import { systemClock } from '../lib/clock.ts'
import { randomIds } from '../lib/ids.ts'
import { configuredFunctionInvoker } from '../providers/function-invoker/configured.ts'
import type { PrintedLine } from '../providers/function-invoker/local/printed-lines.ts'
import { configuredLanguageModel } from '../providers/language-model/configured.ts'
import { configuredObjectStore } from '../providers/object-store/configured.ts'
import { promptLibrary } from '../store/prompt-library.ts'
import type { Partition } from '../store/partition.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import { checkBucketDirectories } from './check-bucket-directories.ts'
import { checkFunctionFiles } from './check-function-files.ts'
import type { Configuration } from './configuration.ts'
import { countedCall } from './counted-call.ts'
import type { DeclaredPlace } from './declared-flows/elsewhere.ts'
import { forgetTheOld } from './forget-the-old.ts'
import { logRefusals } from './log-refusals.ts'
import type { Occasion } from './memory/heap-room.ts'
import { HeapRoom } from './memory/heap-room.ts'
import type { Metrics } from './metrics.ts'
import { createMetrics } from './metrics.ts'
import type { OperationContext } from './operations/operation.ts'
import { releaseSeconds } from './release-seconds.ts'
import { watchExecutions } from './watch-executions.ts'

/** An engine over its store and its providers, without a port. Disposing closes both; the engine is closed before. */
export interface StartedEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly metrics: Metrics
  /** Why the storage takes no writes at present. */
  readonly refusal: () => StorageUnavailable | undefined
  /** Whether there is memory for one more execution. */
  readonly hasRoom: (occasion: Occasion) => boolean
  /** Forgets what is older than its retention, until it is disposed. */
  readonly forget: (onBug: (error: unknown) => void) => Disposable
  /** What an operation may use for one call. */
  readonly contextOf: (call: Pick<OperationContext, 'caller' | 'invocationId' | 'isAllowed'>) => OperationContext
}

export interface EngineParts {
  readonly configuration: Configuration
  readonly logger: Logger
  /** Whether local functions are loaded anew when their files have changed. @defaultValue false */
  readonly reload?: boolean
  /** What local functions print. @defaultValue the log */
  readonly onOutput?: (line: PrintedLine) => void
  /** What the configuration declares. @defaultValue nothing */
  readonly declared?: DeclaredPlace
  /** The storage can go on no more. */
  readonly onFatal: (error: Error) => void
}

/**
 * The only place that picks implementations.
 * @throws ConfigurationError - a file that it names is not there. @throws StoreRefused - the data directory cannot be used.
 */
export const startEngine = async ({
  configuration,
  logger,
  declared,
  reload = false,
  onOutput,
  onFatal,
}: EngineParts): Promise<StartedEngine> => {
  const { dataDir, models, functions, buckets, limits, quotas, compatibility, invoke, retention } = configuration
  await checkFunctionFiles(functions)
  await checkBucketDirectories(buckets)
  const surroundings = { clock: systemClock, ids: randomIds }
  const metrics = createMetrics({ running: () => engine.running, trouble: () => store.health.refusal?.reason })
  const onCommit = (rows: number): void => metrics.commitRows.observe(rows)
  await using starting = new AsyncDisposableStack()
  const store = starting.use(await openStore({ ...surroundings, dataDir, onFatal, onCommit }))
  const languageModel = starting.use(
    await configuredLanguageModel(models, { ...surroundings, environment: process.env, answerBytes: limits.valueBytes }),
  )
  const functionInvoker = starting.use(
    configuredFunctionInvoker(functions, {
      ...surroundings,
      ...limits,
      environment: process.env,
      reload,
      onOutput: onOutput ?? ((line) => logger.info(line, 'function output')),
    }),
  )
  const objectStore = starting.use(await configuredObjectStore(buckets, { ...surroundings, closed: [dataDir] }))
  const eventLog = watchExecutions(store.eventLog, {
    onStart: () => metrics.started.inc(),
    onEnd(end) {
      metrics.ended.inc({ status: end.status })
      logger.info(end, 'execution ended')
    },
  })
  const executions: Executions = {
    ...store.executions,
    saveProof(executionArn, proof) {
      const seconds = releaseSeconds(proof)
      if (seconds !== undefined) metrics.stopReleased.observe(seconds)
      return store.executions.saveProof(executionArn, proof)
    },
  }
  const heap = new HeapRoom(systemClock)
  const flows = new CompiledFlows((hash) => eventLog.definition(hash))
  const engine = new Engine({
    log: eventLog,
    executions,
    flows,
    capabilities: {
      languageModel: {
        converse: (request, options) => countedCall(metrics.modelCalls, options, (counted) => languageModel.converse(request, counted)),
      },
      promptLibrary: promptLibrary(store.resources),
      functionInvoker: {
        invoke: (call, options) => countedCall(metrics.functionCalls, options, (counted) => functionInvoker.invoke(call, counted)),
      },
      objectStore: {
        get: (place, options) => countedCall(metrics.objectCalls, options, (counted) => objectStore.get(place, counted)),
        put: (place, content, options) => countedCall(metrics.objectCalls, options, (counted) => objectStore.put(place, content, counted)),
      },
    },
    clock: systemClock,
    random: Math.random,
    owner: { id: randomIds.uuid() },
    refusal: () => store.health.lastingRefusal,
    hasRoom: () => !heap.isFullFor('recovery'),
    invokeOutlivesCaller: invoke.onDisconnect === 'continue',
    report: {
      bug: (err: unknown, executionArn?: string) => logger.error({ err, executionArn }, 'bug'),
      storageUnavailable: logRefusals(logger, systemClock),
    },
  })
  const owned = starting.move()
  return {
    engine,
    metrics,
    refusal: () => store.health.refusal,
    hasRoom: (occasion) => !heap.isFullFor(occasion),
    contextOf: (call) => ({
      ...call,
      resources: store.resources.of(call.caller),
      executions: store.executions,
      eventLog: store.eventLog,
      engine,
      flows,
      ids: randomIds,
      limits: { async: executionLimits(limits, limits.executionSeconds), invoke: executionLimits(limits, limits.invokeSeconds) },
      quotas,
      compatibility,
      declared: declaredFor(call.caller, declared),
    }),
    forget: (onBug) => forgetTheOld({ ...store, retention, clock: systemClock, onBug }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const nothing: ReadonlyMap<string, string | undefined> = new Map()

/** What is declared in a caller's account and region. */
const declaredFor = ({ account, region }: Partition, declared: DeclaredPlace | undefined): OperationContext['declared'] =>
  declared?.account === account && declared.region === region ? declared.aliases : nothing

const executionLimits = (
  { executionSeconds: _, invokeSeconds: __, nodeSeconds, ...limits }: Configuration['limits'],
  seconds: number,
): ExecutionLimits => ({
  ...limits,
  executionMs: seconds * 1000,
  nodeMs: nodeSeconds * 1000,
})
