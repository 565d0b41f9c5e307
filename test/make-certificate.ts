import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** What a server of TLS needs, and what its clients must trust. In PEM. */
export interface MadeCertificate {
  readonly cert: string
  readonly key: string
  readonly ca: string
}

export interface CertificateOptions {
  /** @defaultValue yesterday */
  readonly notBefore?: Date
  /** @defaultValue in ten days */
  readonly notAfter?: Date
}

const dayMs = 86_400_000

/**
 * A certificate for localhost, 127.0.0.1 and ::1 by a new authority, made while the tests run: Node.js makes keys but no certificates,
 * and a committed one would expire, and could be neither expired nor renewed for a test. Strict clients want all of its extensions.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export const makeCertificate = ({
  notBefore = new Date(Date.now() - dayMs),
  notAfter = new Date(Date.now() + 10 * dayMs),
}: CertificateOptions = {}): MadeCertificate => {
  const [authority, server] = [generateKeyPairSync('ec', curve), generateKeyPairSync('ec', curve)]
  const dates = sequence(time(notBefore), time(notAfter))
  const issuer = { issuer: name('Sluice test authority'), signer: authority.privateKey, dates }
  const ca = certificate({
    ...issuer,
    subject: issuer.issuer,
    publicKey: authority.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(der(0x01, [0xff])), true),
      extension('2.5.29.15', der(0x03, [1, 0x06]), true),
      extension('2.5.29.14', der(0x04, keyId(authority.publicKey))),
    ],
  })
  const cert = certificate({
    ...issuer,
    subject: name('localhost'),
    publicKey: server.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(), true),
      extension('2.5.29.15', der(0x03, [7, 0x80]), true),
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.14', der(0x04, keyId(server.publicKey))),
      extension('2.5.29.35', sequence(der(0x80, keyId(authority.publicKey)))),
      extension('2.5.29.17', sequence(der(0x82, Buffer.from('localhost')), der(0x87, [127, 0, 0, 1]), der(0x87, [...Buffer.alloc(15), 1]))),
    ],
  })
  return { cert, ca, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

const curve = { namedCurve: 'P-256' }

interface Certified {
  readonly issuer: Buffer
  readonly signer: KeyObject
  readonly subject: Buffer
  readonly publicKey: KeyObject
  readonly dates: Buffer
  readonly extensions: readonly Buffer[]
}

const certificate = ({ issuer, signer, subject, publicKey, dates, extensions }: Certified): string => {
  const version3 = der(0xa0, der(0x02, [2]))
  const serial = der(0x02, [1, ...randomBytes(15)])
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const body = sequence(version3, serial, ecdsaWithSha256, issuer, dates, subject, key, der(0xa3, sequence(...extensions)))
  const signature = der(0x03, [0, ...sign('sha256', body, signer)])
  const lines =
    sequence(body, ecdsaWithSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** One value in DER: tag, length, content. */
const der = (tag: number, content: Uint8Array | readonly number[]): Buffer => {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.from([tag, ...size, ...content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts))

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, [40 * first + second, ...rest.flatMap(base128)])
}

const base128 = (value: number): readonly number[] =>
  value < 0x80 ? [value] : [...base128(value >> 7).map((digit) => digit | 0x80), value & 0x7f]

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

const name = (commonName: string): Buffer => sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))

/** Two digits of the year before 2050. */
const time = (date: Date): Buffer => {
  const text = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text))
}

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(oid(id), ...(isCritical ? [der(0x01, [0xff])] : []), der(0x04, value))

const keyId = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
