import type { IncomingHttpHeaders } from 'node:http'
import { createParser } from 'eventsource-parser'
import type { ConverseAnswer, ConverseOptions } from '../../flow/capabilities/language-model.ts'
import type { Json } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'
import type { Call, Head } from './call-failure.ts'
import {
  connectionFailure,
  cutFailure,
  eventStream,
  isStreamOf,
  malformedFailure,
  masked,
  refusal,
  streamFailure,
  tooLargeFailure,
} from './call-failure.ts'
import type { Ending, Wish } from '../calls/http-connections.ts'
import { longestErrorBody, longestEvent } from './longest.ts'
import { OpenAiAnswer } from './openai-answer.ts'
import { parseJson } from './parse-json.ts'

type Listeners = Pick<ConverseOptions, 'onText' | 'onBytes'>
type Answer = Omit<ConverseAnswer, 'metrics' | 'requestId'> & { readonly requestId?: string }

/** Reads one HTTP answer: an event stream with its end mark becomes an answer, anything else a failure that says what came. */
export class OpenAiReader {
  readonly #call: Call
  readonly #listeners: Listeners
  readonly #answerBytes: number
  readonly #now: () => number
  readonly #answer = new OpenAiAnswer()
  readonly #decoder = new TextDecoder()
  readonly #parser = createParser({
    onEvent: ({ data }) => this.#readEvent(data),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw tooLargeFailure(this.#call, `${longestEvent} characters in one event`)
    },
    maxBufferSize: longestEvent,
  })
  #head?: Head
  #errorBody = ''
  /** `[DONE]` came: nothing more belongs to the answer. */
  #done = false

  constructor(call: Call, listeners: Listeners, { answerBytes, now }: { readonly answerBytes: number; readonly now: () => number }) {
    this.#call = call
    this.#listeners = listeners
    this.#answerBytes = answerBytes
    this.#now = now
  }

  onHead(status: number, headers: IncomingHttpHeaders): Wish {
    this.#head = { status, headers }
    return this.#isStream() ? 'more' : 'enough'
  }

  onChunk(chunk: Buffer): Wish {
    this.#listeners.onBytes(chunk.length)
    const text = this.#decoder.decode(chunk, { stream: true })
    if (this.#isStream()) this.#parser.feed(text)
    else if (this.#errorBody.length < longestErrorBody) this.#errorBody += text
    return this.#done || !this.#isStream() ? 'enough' : 'more'
  }

  /** @throws NodeError - the answer does not count. */
  finish(ending: Ending): Answer {
    if (this.#head === undefined) throw ending.type === 'lost' ? connectionFailure(this.#call, ending.error) : cutFailure(this.#call)
    if (!this.#isStream()) throw refusal(this.#call, this.#head, { contentType: eventStream, body: this.#errorBody, now: this.#now() })
    // Some servers leave out the empty line after the last event.
    if (ending.type === 'complete') this.#parser.feed(`${this.#decoder.decode()}\n\n`)
    if (!this.#done && !this.#answer.finished) throw cutFailure(this.#call, ending.type === 'lost' ? ending.error : undefined)
    const requestId = stringOf(this.#head.headers['x-request-id']) ?? this.#answer.id
    return {
      ...(requestId !== undefined && { requestId: masked(this.#call, requestId) }),
      output: { message: { role: 'assistant', content: this.#content() } },
      stopReason: this.#answer.stopReason(),
      usage: this.#answer.usage(),
    }
  }

  #isStream(): boolean {
    return this.#head !== undefined && isStreamOf(eventStream, this.#head)
  }

  #readEvent(data: string): void {
    if (this.#done) return
    if (data === '[DONE]') {
      this.#done = true
      return
    }
    const chunk = this.#parse(data)
    if (!isJsonObject(chunk)) throw malformedFailure(this.#call, 'an event that is not an object')
    if (chunk['error'] !== undefined && chunk['error'] !== null) throw streamFailure(this.#call, chunk['error'])
    const text = this.#answer.add(chunk)
    if (text !== '') this.#listeners.onText(text)
    if (this.#answer.sizeBytes > this.#answerBytes) throw tooLargeFailure(this.#call, `${this.#answerBytes} bytes (limits.valueBytes)`)
  }

  #parse(data: string): Json {
    try {
      return parseJson(data)
    } catch (cause) {
      throw malformedFailure(this.#call, 'an event that is not JSON, or too deep', cause)
    }
  }

  #content(): ConverseAnswer['output']['message']['content'] {
    try {
      return this.#answer.content()
    } catch (cause) {
      throw malformedFailure(this.#call, 'a tool call whose arguments are not JSON, or too deep', cause)
    }
  }
}

const stringOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && header !== '' ? header : undefined
