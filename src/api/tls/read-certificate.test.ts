import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeCertificate } from '../../../test/make-certificate.ts'
import { ConfigurationError } from '../configuration-error.ts'
import { readCertificate } from './read-certificate.ts'

const now = Date.parse('2026-06-01T00:00:00Z')
const made = makeCertificate({ notBefore: new Date(now - 1_000), notAfter: new Date(now + 60_000) })
const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
})

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-tls-'))
})
afterAll(() => rm(directory, { recursive: true }))

const written = async (cert: string, key: string) => {
  const settings = { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem') }
  await Promise.all([writeFile(settings.certFile, cert), writeFile(settings.keyFile, key)])
  return settings
}

it('reads a certificate, those behind it, and its key', async () => {
  const settings = await written(made.cert + made.ca, made.key)

  const { credentials, expiresAt } = await readCertificate(settings, now)

  expect({ credentials, expiresAt }).toEqual({ credentials: { cert: made.cert + made.ca, key: made.key }, expiresAt: now + 60_000 })
})

it.each([
  ['another key', made.cert, makeCertificate().key, 'tls.keyFile: The key {key} is not that of the certificate {cert}.'],
  ['no certificate', made.key, made.key, 'tls.certFile: The certificate {cert} is no certificate in PEM.'],
  ['nothing', '', '', 'tls.certFile: The certificate {cert} is no certificate in PEM.'],
  ['a certificate for a key', made.cert, made.cert, 'tls.keyFile: The key {key} is no private key in PEM.'],
  [
    'an encrypted key',
    made.cert,
    encrypted.toString(),
    'tls.keyFile: The key {key} is encrypted: write it without a passphrase, readable by this user alone.',
  ],
  [
    'broken certificates behind it',
    `${made.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
    made.key,
    'tls.certFile: TLS cannot be spoken with the certificate {cert} and its key: they are too weak, or what follows is broken.',
  ],
])('%s is one sentence', async (_, cert, key, sentence) => {
  const settings = await written(cert, key)

  const refused: unknown = await readCertificate(settings, now).catch((error: unknown) => error)

  expect(refused).toBeInstanceOf(ConfigurationError)
  expect(refused).toHaveProperty('message', sentence.replace('{cert}', settings.certFile).replace('{key}', settings.keyFile))
})

it.each([
  [60_000, 'has expired at 2026-06-01T00:01:00.000Z: renew it.'],
  [-2_000, 'holds only from 2026-05-31T23:59:59.000Z on.'],
])('a certificate that does not hold %i ms later is refused', async (laterMs, sentence) => {
  const settings = await written(made.cert, made.key)

  await expect(readCertificate(settings, now + laterMs)).rejects.toThrow(`tls.certFile: The certificate ${settings.certFile} ${sentence}`)
})

it('a file that is not there, or cannot be read, is one sentence', async () => {
  const settings = await written(made.cert, made.key)
  const missing = join(directory, 'none.pem')

  await expect(readCertificate({ ...settings, keyFile: missing }, now)).rejects.toThrow(`tls.keyFile: The key ${missing} does not exist.`)
  await expect(readCertificate({ ...settings, certFile: directory }, now)).rejects.toThrow(
    `tls.certFile: The certificate ${directory} cannot be read (EISDIR).`,
  )
})
