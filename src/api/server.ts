import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { pino } from 'pino'
import { systemClock } from '../lib/clock.ts'
import { randomIds } from '../lib/ids.ts'
import type { PartialConfiguration } from './configuration.ts'
import { parseConfiguration } from './configuration.ts'
import { requestHandler } from './handle-request.ts'
import { getExecution } from './operations/get-execution.ts'
import { handlers } from './operations/registry.ts'
import { endpoints } from './protocol/endpoints.ts'
import { front } from './protocol/front.ts'
import { httpApplication } from './protocol/http-application.ts'
import { defaultFrontLimits } from './protocol/inner-server.ts'
import { startEngine } from './start-engine.ts'

export interface SluiceOptions {
  /** As in `sluice.config.yaml`, save for two defaults: without a `port` any free one, without a `dataDir` one that goes with the server. */
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
 * Starts a server.
 * @throws ConfigurationError - one sentence about the setting. @throws StoreRefused - the data directory cannot be used.
 */
export const startSluice = async ({
  configuration: written = {},
  logger = pino({ level: 'silent' }),
}: SluiceOptions = {}): Promise<Sluice> => {
  await using starting = new AsyncDisposableStack()
  const dataDir = written.dataDir ?? starting.adopt(await mkdtemp(join(tmpdir(), 'sluice-')), removed)
  const configuration = parseConfiguration({ port: 0, ...written, dataDir })
  const { shutdownSeconds } = configuration
  const surroundings = { clock: systemClock, ids: randomIds }
  const fatal = Promise.withResolvers<never>()
  fatal.promise.catch(() => {})

  const started = starting.use(await startEngine({ configuration, logger, onFatal: fatal.reject }))
  const { engine, metrics, contextOf } = started
  let isReady = false
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
  const endpoint = urlOf(await port.listen(configuration))
  const owned = starting.move()

  const ready = engine.recover().then(() => {
    isReady = true
  })
  ready.catch(fatal.reject)
  const shutDown = async (): Promise<void> => {
    const graceMs = shutdownSeconds * 1000
    isReady = false
    const [, released] = await Promise.allSettled([port.close(graceMs), engine.close(graceMs)])
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

const urlOf = ({ address, family, port }: { address: string; family: string; port: number }): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
