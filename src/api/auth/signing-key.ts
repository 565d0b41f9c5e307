import { createHmac, hash } from 'node:crypto'

/** What a signing key is for. */
export interface Scope {
  /** `yyyymmdd` */
  readonly day: string
  readonly region: string
  readonly service: string
}

/** Of one secret, for one scope: what signs in place of the secret. Nothing that shows or logs it can tell it. */
export class SigningKey {
  /** HMAC's two blocks, each followed by room for what is hashed behind it. */
  readonly #inner: Buffer
  readonly #outer: Buffer

  constructor(secretAccessKey: string, { day, region, service }: Scope) {
    const key = [day, region, service, 'aws4_request'].reduce(
      (derived, text) => createHmac('sha256', derived).update(text).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    )
    this.#inner = Buffer.alloc(blockBytes + longestSigned, 0x36)
    this.#outer = Buffer.alloc(blockBytes + key.length, 0x5c)
    for (const [at, byte] of key.entries()) {
      this.#inner[at] = byte ^ 0x36
      this.#outer[at] = byte ^ 0x5c
    }
  }

  /**
   * The HMAC-SHA256 of a text of ASCII characters, by two plain hashes: Node's own, which is a stream, takes three times as long.
   * @see https://www.rfc-editor.org/rfc/rfc2104#section-2
   * @throws RangeError - the text is longer than any string to sign.
   */
  sign(text: string): Buffer {
    if (text.length > longestSigned) throw new RangeError(`A string to sign has at most ${longestSigned} characters.`)
    const end = blockBytes + this.#inner.write(text, blockBytes, 'latin1')
    sha256(this.#inner.subarray(0, end)).copy(this.#outer, blockBytes)
    return sha256(this.#outer)
  }
}

const blockBytes = 64
/** A string to sign is shorter: a name, a date, a scope and a hash. */
const longestSigned = 512

const sha256 = (content: Buffer): Buffer => hash('sha256', content, 'buffer')
