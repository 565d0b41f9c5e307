/** Watches over a stream of server-sent events, so that no reader gathers one without an end. */
export class EventBounds {
  readonly #longest: number
  readonly #onTooLong: () => Error
  #sinceLastEvent = 0
  /** The end of what came before: an empty line may be split anywhere. */
  #tail: Buffer = Buffer.alloc(0)

  constructor(longest: number, onTooLong: () => Error) {
    this.#longest = longest
    this.#onTooLong = onTooLong
  }

  /** @throws what `onTooLong` answers. */
  look(chunk: Buffer): void {
    const seen = Buffer.concat([this.#tail, chunk])
    const end = Math.max(...ends.map((mark) => seen.lastIndexOf(mark)))
    this.#sinceLastEvent = end === -1 ? this.#sinceLastEvent + chunk.length : seen.length - end
    this.#tail = seen.subarray(-longestEnd)
    if (this.#sinceLastEvent > this.#longest) throw this.#onTooLong()
  }
}

/** An empty line ends an event. */
const ends = ['\n\n', '\n\r\n', '\r\r']
const longestEnd = 2
