import type { Logger } from 'pino'
import type { Clock } from '../../lib/clock.ts'
import { sleep } from '../../lib/clock.ts'
import { ConfigurationError } from '../configuration-error.ts'
import type { TlsCredentials } from '../protocol/tls-layer.ts'
import type { Certificate } from './read-certificate.ts'
import { readCertificate, versionOfCertificate } from './read-certificate.ts'
import type { TlsSettings } from './tls-schema.ts'

export interface CertificateWatch {
  readonly settings: TlsSettings
  /** As it was read at the start. */
  readonly certificate: Certificate
  readonly renew: (credentials: TlsCredentials) => void
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** By polling: a secret that a cluster renews is another file behind a link. */
const pollMs = 1_000

/**
 * Takes a certificate that has been renewed, until it is disposed. While the files say nothing that holds, the old one stays and the log
 * says why, once for each change of theirs.
 */
export const watchCertificate = ({ settings, certificate, renew, clock, logger }: CertificateWatch): Disposable => {
  const controller = new AbortController()
  const { signal } = controller
  const takeNew = async (): Promise<string> => {
    try {
      const { credentials, expiresAt, version } = await readCertificate(settings, clock.now())
      if (signal.aborted) return version
      renew(credentials)
      logger.info({ expiresAt: new Date(expiresAt).toISOString() }, 'certificate renewed')
      return version
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      logger.warn({ reason: error.message }, 'certificate not renewed')
      return versionOfCertificate(settings)
    }
  }
  const watch = async (): Promise<void> => {
    let taken = certificate.version
    let last = taken
    for (;;) {
      await sleep(clock, pollMs, signal)
      const version = await versionOfCertificate(settings)
      // The two files are written one after the other: they are read once they hold still.
      if (version === last && version !== taken) taken = await takeNew()
      last = version
    }
  }
  watch().catch((err: unknown) => {
    if (!signal.aborted) logger.error({ err }, 'bug')
  })
  return { [Symbol.dispose]: () => controller.abort() }
}
