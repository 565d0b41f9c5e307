/** Bytes that say how long a message of AWS's event stream is. */
const lengthBytes = 4

/** Watches over a stream of AWS's binary events, so that no reader makes room for one that is too long. */
export class FrameBounds {
  readonly #longest: number
  readonly #onTooLong: () => Error
  /** Bytes left of the message that is arriving. */
  #left = 0
  #length: number[] = []

  constructor(longest: number, onTooLong: () => Error) {
    this.#longest = longest
    this.#onTooLong = onTooLong
  }

  /** @throws what `onTooLong` answers. */
  look(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, chunk.length - at)
        this.#left -= passed
        at += passed
      } else {
        this.#length.push(chunk[at++] ?? 0)
        if (this.#length.length === lengthBytes) this.#begin()
      }
    }
  }

  #begin(): void {
    const total = Buffer.from(this.#length).readUInt32BE()
    this.#length = []
    if (total > this.#longest) throw this.#onTooLong()
    this.#left = total - lengthBytes
  }
}
