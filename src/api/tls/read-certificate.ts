import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { ConfigurationError } from '../configuration-error.ts'
import { versionOfFile } from '../declared-flows/file-version.ts'
import { readTextFile, UnreadableFile } from '../files/text-file.ts'
import type { TlsCredentials } from '../protocol/tls-layer.ts'
import type { TlsSettings } from './tls-schema.ts'

/** A certificate that holds, with its key. */
export interface Certificate {
  readonly credentials: TlsCredentials
  /** When it expires, in milliseconds since the epoch. */
  readonly expiresAt: number
  /** What the two files were before they were read. */
  readonly version: string
}

/** @throws ConfigurationError - a file cannot be read, the two do not belong together, or the certificate does not hold at `now`. */
export const readCertificate = async (settings: TlsSettings, now: number): Promise<Certificate> => {
  const { certFile, keyFile } = settings
  const version = await versionOfCertificate(settings)
  const cert = await readPem('certFile', 'The certificate', certFile)
  const key = await readPem('keyFile', 'The key', keyFile)
  const certificate = parsed(() => new X509Certificate(cert), wrong('certFile', `The certificate ${certFile} is no certificate in PEM.`))
  const privateKey = keyOf(key, keyFile)
  if (!certificate.checkPrivateKey(privateKey)) throw wrong('keyFile', `The key ${keyFile} is not that of the certificate ${certFile}.`)
  const [begins, expiresAt] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()]
  if (expiresAt <= now)
    throw wrong('certFile', `The certificate ${certFile} has expired at ${new Date(expiresAt).toISOString()}: renew it.`)
  if (begins > now) throw wrong('certFile', `The certificate ${certFile} holds only from ${new Date(begins).toISOString()} on.`)
  parsed(
    () => createSecureContext({ cert, key }),
    wrong('certFile', `TLS cannot be spoken with the certificate ${certFile} and its key: they are too weak, or what follows is broken.`),
  )
  return { credentials: { cert, key }, expiresAt, version }
}

/** Changes with every change of one of the two files. */
export const versionOfCertificate = async ({ certFile, keyFile }: TlsSettings): Promise<string> =>
  [await versionOfFile(certFile), await versionOfFile(keyFile)].join(', ')

const wrong = (member: keyof TlsSettings, message: string): ConfigurationError =>
  new ConfigurationError(`tls.${member}: ${message}`, { setting: `tls.${member}` })

const readPem = async (member: keyof TlsSettings, what: string, file: string): Promise<string> => {
  try {
    const text = await readTextFile(what, file)
    if (text === undefined) throw wrong(member, `${what} ${file} does not exist.`)
    return text
  } catch (cause) {
    if (cause instanceof UnreadableFile)
      throw new ConfigurationError(`tls.${member}: ${cause.message}`, { setting: `tls.${member}`, cause })
    throw cause
  }
}

/** What OpenSSL says of a key may show parts of it: it is not passed on. */
const keyOf = (key: string, keyFile: string): KeyObject => {
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key))
    throw wrong('keyFile', `The key ${keyFile} is encrypted: write it without a passphrase, readable by this user alone.`)
  return parsed(() => createPrivateKey(key), wrong('keyFile', `The key ${keyFile} is no private key in PEM.`))
}

const parsed = <Value>(parse: () => Value, failure: ConfigurationError): Value => {
  try {
    return parse()
  } catch {
    throw failure
  }
}
