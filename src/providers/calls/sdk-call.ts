import type { IncomingHttpHeaders } from 'node:http'
import type { CallOptions } from '../../flow/capabilities/call-options.ts'
import type { Ending, HttpConnections, Wish } from './http-connections.ts'
import type { SdkAnswer, Sender, SignedRequest } from './sdk-handler.ts'

/** What an HTTP answer begins with. */
export interface Head {
  readonly status: number
  readonly headers: IncomingHttpHeaders
}

/** What is asked of an answer. Whatever these throw or answer is why the call fails, in place of the SDK's own words. */
export interface Demands extends Pick<CallOptions, 'signal' | 'onBytes'> {
  /** Bytes of a body that the SDK may read: a longer one of an error is cut. */
  readonly mostBytes: number
  readonly tooLarge: () => Error
  readonly lost: (error: Error) => Error
  /** Takes the pieces of a successful answer's body, which the SDK then does not see. */
  readonly content?: (head: Head) => (piece: Buffer) => void
}

/**
 * One call whose request an AWS SDK signs and whose answer it reads. The whole answer is here, and the connection gone or
 * free, before the SDK sees any of it: it cannot end early. A library may wrap an error or write into it, so that none of
 * ours reaches it: `failure` tells why an answer does not count.
 */
export class SdkCall implements Sender {
  readonly #connections: HttpConnections
  readonly #demands: Demands
  readonly #kept: Buffer[] = []
  #keptBytes = 0
  #sent = false
  #head: Head | undefined
  #failure: { readonly reason: unknown } | undefined
  #content: ((piece: Buffer) => void) | undefined

  constructor(connections: HttpConnections, demands: Demands) {
    this.#connections = connections
    this.#demands = demands
  }

  /** Whether the request was on its way. */
  get sent(): boolean {
    return this.#sent
  }

  get head(): Head | undefined {
    return this.#head
  }

  /** Why the answer does not count, as far as the connection knows. */
  get failure(): { readonly reason: unknown } | undefined {
    return this.#failure
  }

  /** What the SDK was given to read. */
  get body(): Buffer {
    return Buffer.concat(this.#kept)
  }

  async send(request: SignedRequest): Promise<SdkAnswer> {
    if (this.#sent) throw new Error('A call is sent once')
    this.#sent = true
    const ending = await this.#ending(request)
    const lost = ending?.type === 'lost' ? ending.error : undefined
    if (lost) this.#failure ??= { reason: this.#demands.lost(lost) }
    if (!this.#head || this.#failure) throw new Error('The call has no answer that counts.')
    return { ...this.#head, body: new Blob([this.body]).stream() }
  }

  async #ending(request: SignedRequest): Promise<Ending | undefined> {
    const { signal } = this.#demands
    try {
      return await this.#connections.call({
        ...request,
        signal,
        onHead: (status, headers) => this.#begin({ status, headers }),
        onChunk: (chunk) => this.#take(chunk),
      })
    } catch (reason) {
      this.#failure = { reason }
      return undefined
    }
  }

  #begin(head: Head): Wish {
    this.#head = head
    if (isSuccess(head)) this.#content = this.#demands.content?.(head)
    return isSuccess(head) ? 'more' : 'enough'
  }

  #take(chunk: Buffer): Wish {
    const { onBytes, mostBytes, tooLarge } = this.#demands
    onBytes(chunk.length)
    if (this.#content) {
      this.#content(chunk)
      return 'more'
    }
    const fits = this.#keptBytes + chunk.length <= mostBytes
    if (!fits && this.#head && isSuccess(this.#head)) throw tooLarge()
    if (fits) {
      this.#kept.push(chunk)
      this.#keptBytes += chunk.length
    }
    return this.#head && isSuccess(this.#head) ? 'more' : 'enough'
  }
}

const isSuccess = ({ status }: Head): boolean => status >= 200 && status < 300
