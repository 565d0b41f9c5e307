import type { Logger } from 'pino'
import { pino } from 'pino'
import { CompiledFlows } from '../engine/compiled-flows.ts'
import { Engine } from '../engine/engine.ts'
import type { ExecutionLimits } from '../engine/event.ts'
import type { Executions } from '../engine/executions.ts'
import { systemClock } from '../lib/clock.ts'
import { randomIds } from '../lib/ids.ts'
import { configuredLanguageModel } from '../providers/language-model/configured.ts'
import type { Store } from '../store/sqlite/open-store.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import type { Configuration, PartialConfiguration } from './configuration.ts'
import { parseConfiguration } from './configuration.ts'
import { requestHandler } from './handle-request.ts'
import { measuredModel } from './measured-model.ts'
import { createMetrics } from './metrics.ts'
import { logRefusals } from './log-refusals.ts'
import { getExecution } from './operations/get-execution.ts'
import type { OperationContext } from './operations/operation.ts'
import { handlers } from './operations/registry.ts'
import { endpoints } from './protocol/endpoints.ts'
import { front } from './protocol/front.ts'
import { httpApplication } from './protocol/http-application.ts'
import { defaultFrontLimits } from './protocol/inner-server.ts'
import { releaseSeconds } from './release-seconds.ts'
import { watchExecutions } from './watch-executions.ts'

export interface SluiceOptions {
  /** As in `sluice.config.yaml`. */
  readonly configuration?: PartialConfiguration
  /** @defaultValue silent */
  readonly logger?: Logger
}

/** A running server. */
export interface Sluice extends AsyncDisposable {
  /** Where an SDK is pointed at: `http://127.0.0.1:4680`. */
  readonly endpoint: string
  readonly dataDir: string
  /** Resolves when what an earlier process left is under way again. Stops are answered before. */
  readonly ready: Promise<void>
  /** Resolves when the server is down; rejects when it could not go on. */
  readonly closed: Promise<void>
  /** Lets work finish for `shutdownSeconds`, then lets it go: the next start goes on with it. */
  close(): Promise<void>
}

/**
 * Starts a server: the only place that picks implementations.
 * @throws ConfigurationError - one sentence about the setting. @throws StoreRefused - the data directory cannot be used.
 */
export const startSluice = async ({
  configuration: written = {},
  logger = pino({ level: 'silent' }),
}: SluiceOptions = {}): Promise<Sluice> => {
  const configuration = parseConfiguration(written)
  const { dataDir, models, limits, shutdownSeconds } = configuration
  const surroundings = { clock: systemClock, ids: randomIds }
  const fatal = Promise.withResolvers<never>()
  fatal.promise.catch(() => {})

  const metrics = createMetrics(() => engine.running)
  const onCommit = (rows: number): void => metrics.commitRows.observe(rows)
  const store = await openStore({ ...surroundings, dataDir, onFatal: fatal.reject, onCommit })
  const languageModel = configuredLanguageModel(models, { ...surroundings, environment: process.env, answerBytes: limits.valueBytes })
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
  const flows = new CompiledFlows((hash) => eventLog.definition(hash))
  const report = {
    bug: (err: unknown, executionArn?: string) => logger.error({ err, executionArn }, 'bug'),
    storageUnavailable: logRefusals(logger, systemClock),
  }
  const engine = new Engine({
    log: eventLog,
    executions,
    flows,
    capabilities: { languageModel: measuredModel(languageModel, metrics) },
    clock: systemClock,
    random: Math.random,
    owner: { id: randomIds.uuid() },
    report,
  })

  let isReady = false
  const contextOf = contextWith(store, { engine, flows, configuration })
  const handle = requestHandler({
    ...surroundings,
    endpoints: endpoints({ operations: handlers, own: [getExecution], contextOf, isReady: () => isReady, metricsPage: metrics.page }),
    allowedHosts: configuration.allowedHosts,
    logger,
    onAnswer: ({ operation, status, seconds }) => metrics.requests.observe({ operation, status }, seconds),
  })
  const onError = (err: Error): void => logger.error({ err }, 'the port failed')
  const port = front({
    ...surroundings,
    handle: httpApplication(handle, { clock: systemClock, limits: defaultFrontLimits }),
    limits: defaultFrontLimits,
    onError,
  })
  const endpoint = await port.listen(configuration).then(urlOf, async (error: unknown) => {
    await store[Symbol.asyncDispose]()
    throw error
  })

  const ready = engine.recover().then(() => {
    isReady = true
  })
  ready.catch(fatal.reject)
  const shutDown = async (): Promise<void> => {
    const graceMs = shutdownSeconds * 1000
    isReady = false
    const [, released] = await Promise.allSettled([port.close(graceMs), engine.close(graceMs)])
    languageModel[Symbol.dispose]()
    await store[Symbol.asyncDispose]()
    if (released.status === 'rejected') throw released.reason
  }
  let down: Promise<void> | undefined
  const done = Promise.withResolvers<void>()
  const close = (): Promise<void> => {
    down ??= shutDown()
    down.then(done.resolve, done.reject)
    return down
  }
  const closed = Promise.race([done.promise, fatal.promise])
  closed.catch(() => {})
  return { endpoint, dataDir, ready, closed, close, [Symbol.asyncDispose]: close }
}

const contextWith =
  (
    { resources, executions, eventLog }: Store,
    { engine, flows, configuration }: { engine: Engine; flows: CompiledFlows; configuration: Configuration },
  ) =>
  (call: Pick<OperationContext, 'caller' | 'invocationId'>): OperationContext => ({
    ...call,
    resources: resources.of(call.caller),
    executions,
    eventLog,
    engine,
    flows,
    ids: randomIds,
    limits: executionLimits(configuration.limits),
    quotas: configuration.quotas,
  })

const executionLimits = ({ executionSeconds, nodeSeconds, ...limits }: Configuration['limits']): ExecutionLimits => ({
  ...limits,
  executionMs: executionSeconds * 1000,
  nodeMs: nodeSeconds * 1000,
})

const urlOf = ({ address, family, port }: { address: string; family: string; port: number }): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
