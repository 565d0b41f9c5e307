import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { pino } from 'pino'
import { systemClock } from '../lib/clock.ts'
import { randomIds } from '../lib/ids.ts'
import { withAbsolutePaths } from './absolute-paths.ts'
import { authenticatorOf } from './auth/authenticate.ts'
import { isOpenBeyondLoopback } from './check-access.ts'
import { ConfigurationError } from './configuration-error.ts'
import type { Configuration, PartialConfiguration } from './configuration.ts'
import { parseConfiguration } from './configuration.ts'
import { declareFlows } from './declared-flows/declare-flows.ts'
import { elsewhere } from './declared-flows/elsewhere.ts'
import { readDeclaredFlows } from './declared-flows/read-declared-flows.ts'
import type { DeclaredFlowChange } from './declared-flows/watch-declared-flows.ts'
import { watchDeclaredFlows } from './declared-flows/watch-declared-flows.ts'
import { requestHandler } from './handle-request.ts'
import { refuseStarts } from './memory/refuse-starts.ts'
import { followExecution } from './operations/follow-execution.ts'
import { getExecution } from './operations/get-execution.ts'
import { listExecutions } from './operations/list-executions.ts'
import { handlers } from './operations/registry.ts'
import { authorise } from './policy/authorise.ts'
import { readPolicies } from './policy/read-policies.ts'
import { tagsBy } from './policy/resource-tags.ts'
import { endpoints } from './protocol/endpoints.ts'
import { front } from './protocol/front.ts'
import { httpApplication } from './protocol/http-application.ts'
import { lingerMs } from './protocol/inner-server.ts'
import { frontLimitsOf } from './server-settings.ts'
import { startEngine } from './start-engine.ts'
import { ratesOf } from './throttling/rates-of.ts'
import { throttle } from './throttling/throttle.ts'
import { storageFault } from './storage-fault.ts'
import { readCertificate } from './tls/read-certificate.ts'
import { watchCertificate } from './tls/watch-certificate.ts'

export interface SluiceOptions {
  /**
   * As in `sluice.config.yaml`, save for two defaults: without a `port` any free one, without a `dataDir` one that goes with the
   * server. Relative files are sought in the working directory.
   */
  readonly configuration?: PartialConfiguration
  /** @defaultValue silent */
  readonly logger?: Logger
  /**
   * Watches the files of declared flows: a flow is prepared again when its file changes, and this is told.
   * @defaultValue files are read once
   */
  readonly watch?: (change: DeclaredFlowChange) => void
}

/** A running server. */
export interface Sluice extends AsyncDisposable {
  /** Where an SDK is pointed at: `http://127.0.0.1:4680`, with a certificate `https://`. */
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
 * Starts a server.
 * @throws ConfigurationError - one sentence about the setting. @throws StoreRefused - the data directory cannot be used.
 */
export const startSluice = async ({
  configuration: written = {},
  logger = pino({ level: 'silent' }),
  watch,
}: SluiceOptions = {}): Promise<Sluice> => {
  await using starting = new AsyncDisposableStack()
  const dataDir = written.dataDir ?? starting.adopt(await mkdtemp(join(tmpdir(), 'sluice-')), removed)
  // The working directory may change later.
  const configuration = parseConfiguration(withAbsolutePaths({ port: 0, ...written, dataDir }, process.cwd()))
  const { shutdownSeconds, account, region, compatibility, host } = configuration
  if (isOpenBeyondLoopback(configuration)) logger.warn({ host }, 'INSECURE: open beyond loopback, any credential is taken')
  if (watch && [...configuration.flows, ...configuration.functions].every((entry) => fileOf(entry) === undefined))
    throw new ConfigurationError(
      'There is nothing to watch: no declared flow has a file (flows[].file), and no function (functions[].module).',
    )
  const permissions = await readPolicies(configuration.access)
  const { tls } = configuration
  const certificate = tls && (await readCertificate(tls, systemClock.now()))
  const flows = await readDeclaredFlows(configuration)
  const place = { account, region, aliases: new Map(flows.map(({ flow: { id, alias } }) => [id, alias?.id])) }
  const surroundings = { clock: systemClock, ids: randomIds }
  const fatal = Promise.withResolvers<never>()
  fatal.promise.catch(() => {})

  const started = starting.use(
    await startEngine({ configuration, logger, declared: place, reload: watch !== undefined, onFatal: fatal.reject }),
  )
  const { engine, metrics, contextOf } = started
  const { resources } = contextOf({ caller: { account, region, accessKeyId: account } })
  await declareFlows({ flows, resources, logger })
  const frontLimits = frontLimitsOf(configuration)
  let phase: 'starting' | 'serving' | 'closing' = 'starting'
  const notReady = (): string | undefined => {
    if (phase === 'closing') return phase
    // What waits for memory may wait for hours: who could end what has it must reach this server.
    return storageFault(started.refusal()) ?? (phase === 'starting' && !engine.recoveries.isHeldUp ? phase : undefined)
  }
  const handle = requestHandler({
    ...surroundings,
    endpoints: endpoints({
      operations: handlers,
      own: [listExecutions, getExecution, followExecution],
      contextOf,
      authorise: authorise({ permissions, tagsOf: tagsBy((caller) => contextOf({ caller }).resources), clock: systemClock }),
      throttle: throttle({ rates: ratesOf(configuration.throttling), clock: systemClock }),
      refuseWithoutRoom: refuseStarts(started.hasRoom),
      clock: systemClock,
      // Who is somebody in another account learns nothing of this one.
      whereIs: (identifiers, caller) =>
        caller.principal === undefined || caller.account === account ? elsewhere(identifiers, caller, place) : undefined,
      notReady,
      metricsPage: metrics.page,
    }),
    authenticate: authenticatorOf(configuration.access, { environment: process.env, clock: systemClock }),
    allowedHosts: configuration.allowedHosts,
    allowedOrigins: configuration.allowedOrigins,
    logger,
    onAnswer: ({ operation, status, seconds }) => metrics.requests.observe({ operation, status }, seconds),
  })
  const onBug = (err: unknown): void => logger.error({ err }, 'bug')
  const onError = (err: Error): void => logger.error({ err }, 'the port failed')
  const port = front({
    ...surroundings,
    handle: httpApplication(handle, { clock: systemClock, limits: frontLimits, onError: onBug }),
    limits: frontLimits,
    tls: certificate?.credentials,
    onError,
  })
  const endpoint = `${tls ? 'https' : 'http'}://${hostOf(await port.listen(configuration))}`
  const owned = starting.move()
  const forgetting = started.forget(onBug)
  const watching = watch && watchDeclaredFlows({ flows, account, compatibility, resources, clock: systemClock, logger, onChange: watch })

  const renewing =
    tls &&
    certificate &&
    watchCertificate({ settings: tls, certificate, renew: (renewed) => port.renew(renewed), clock: systemClock, logger })

  const ready = engine.recover().then(() => {
    if (phase === 'starting') phase = 'serving'
  })
  ready.catch(fatal.reject)
  const shutDown = async (): Promise<void> => {
    const graceMs = shutdownSeconds * 1000
    phase = 'closing'
    watching?.[Symbol.dispose]()
    renewing?.[Symbol.dispose]()
    forgetting[Symbol.dispose]()
    // Whoever follows an execution is told that the server goes: the port lingers for that.
    const [, released] = await Promise.allSettled([port.close(graceMs + lingerMs), engine.close(graceMs)])
    await owned.disposeAsync()
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

const removed = (directory: string): Promise<void> => rm(directory, { recursive: true })

const hostOf = ({ address, family, port }: { address: string; family: string; port: number }): string =>
  `${family === 'IPv6' ? `[${address}]` : address}:${port}`

const fileOf = (entry: Configuration['flows'][number] | Configuration['functions'][number]): string | undefined =>
  'match' in entry ? entry.module : entry.file
