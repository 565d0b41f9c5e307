import { pino } from 'pino'
import { ConfigurationError } from '../api/configuration-error.ts'
import type { DeclaredFlowChange } from '../api/declared-flows/watch-declared-flows.ts'
import { startSluice } from '../api/server.ts'
import { loadConfiguration, located } from './load-configuration.ts'
import type { Flags, Surroundings } from './load-configuration.ts'
import { startFailure } from './start-failure.ts'
import { welcome } from './welcome.ts'

export interface ServeFlags extends Flags {
  /** Prepare a declared flow again when its file changes. */
  readonly watch?: boolean
}

/**
 * Runs a server until SIGTERM or SIGINT lets it close in order. A second signal ends the process at once, with exit code 1.
 * Standard output is for people and scripts, standard error for the log.
 * @throws ConfigurationError - before anything is started. @throws Error - one sentence about why the server did not start.
 */
export const serve = async ({ watch = false, ...flags }: ServeFlags, surroundings: Surroundings): Promise<void> => {
  const { configuration, file } = await loadConfiguration(flags, surroundings)
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }))
  const signalled = firstSignal()
  const watching = watch ? { watch: (change: DeclaredFlowChange) => process.stdout.write(told(change)) } : {}
  const sluice = await startSluice({ configuration, logger, ...watching }).catch((cause: unknown) => {
    const failure = cause instanceof ConfigurationError ? located(cause, file) : cause
    throw new Error(startFailure(failure, configuration), { cause })
  })
  process.stdout.write(welcome(sluice, configuration))
  const closed = sluice.closed.catch((err: unknown) => {
    logger.fatal({ err }, 'the server cannot go on')
    throw new Error(`Sluice cannot go on: ${err instanceof Error ? err.message : String(err)}`, { cause: err })
  })
  await Promise.race([signalled, closed])
  process.stdout.write(`Stopping: work under way has ${configuration.shutdownSeconds} seconds; a second signal ends it at once.\n`)
  await sluice.close()
  process.stdout.write('Stopped. Anything that was not finished goes on at the next start.\n')
}

const told = ({ flowId, file, refused, findings }: DeclaredFlowChange): string =>
  refused === undefined
    ? [`Flow ${flowId} is prepared again: ${file}`, ...findings.map((finding) => `  ${finding}`), ''].join('\n')
    : `Flow ${flowId} stays as it was: ${refused}\n`

/** Also before the server is up: a signal then closes it as soon as it is. */
const firstSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let signals = 0
    const listen = (): void => {
      if (++signals > 1) process.exit(1)
      resolve()
    }
    process.on('SIGTERM', listen).on('SIGINT', listen)
  })
