import type { ConverseAnswer, ConverseOptions, ConverseRequest, LanguageModel } from '../../src/flow/capabilities/language-model.ts'
import { NodeError } from '../../src/flow/node-error.ts'
import { withSlots } from '../../src/providers/language-model/with-slots.ts'
import { oneWord } from '../random-flow.ts'
import type { Chance } from './chance.ts'
import type { Ledger } from './ledger.ts'
import type { Life } from './life.ts'
import type { Scheduler } from './scheduler.ts'
import type { Seen } from './seen.ts'
import { nameOf } from './storage-port.ts'

/** How often a call goes wrong, each from 0 to 1. */
export interface ModelFaults {
  readonly slow: number
  readonly hangs: number
  readonly breaksOff: number
  readonly fails: number
  readonly ignoresSignal: number
  /** Of an ordinary answer. */
  readonly latencyMs: number
  /** Calls at once, in each process. */
  readonly slots: number
}

/** A slower answer may come after its node's time. */
const shortestNodeMs = 1_000

interface Work {
  readonly what: string
  readonly signal: AbortSignal
  queued: boolean
}

/** The models that one process reaches, behind its real slots. */
export class SimulatedModels implements LanguageModel {
  readonly #world: World
  readonly #life: Life
  readonly #limited: LanguageModel
  readonly #work = new Set<Work>()
  #open = 0
  #probing = false
  #slotsTaken = 0

  constructor(life: Life, world: World) {
    this.#life = life
    this.#world = world
    this.#limited = withSlots({ converse: (request, options) => this.#call(request, options) }, world.models().slots)
  }

  /** Who was stopped and waits for a slot all the same. */
  get leftInQueue(): string | undefined {
    for (const { what, signal, queued } of this.#work) if (queued && signal.aborted) return what
    return undefined
  }

  /** What is still at work, or holds a slot. */
  get leftOver(): string | undefined {
    const [work] = this.#work
    return work?.what ?? (this.#open > 0 ? `${this.#open} calls` : undefined)
  }

  async converse(request: ConverseRequest, options: ConverseOptions): Promise<ConverseAnswer> {
    const { ledger, seen } = this.#world
    const { executionArn, signal } = options
    const node = nodeOf(request)
    const work: Work = { what: `${node} of ${nameOf(executionArn)} in ${this.#life.name}`, signal, queued: false }
    ledger.begins(this.#life, options, node)
    this.#work.add(work)
    const onQueued = (queued: boolean): void => {
      if (queued) seen.count('visits that queued for a slot')
      work.queued = queued
      options.onQueued(queued)
    }
    try {
      return await this.#limited.converse(request, { ...options, onQueued })
    } finally {
      if (work.queued) seen.count('visits that left the queue')
      this.#work.delete(work)
    }
  }

  /** Takes every slot, for good. The next moment tells in `slotsTaken` whether all were free. */
  takeSlots(): void {
    this.#probing = true
    const request: ConverseRequest = { modelId: 'probe', messages: [], system: [] }
    const { signal } = new AbortController()
    const nothing = (): void => {}
    const options = { signal, idempotencyKey: '', executionArn: '', onText: nothing, onBytes: nothing, onQueued: nothing }
    for (let slot = 0; slot < this.#world.models().slots; slot++) void this.#limited.converse(request, options)
  }

  get slotsTaken(): boolean {
    return this.#slotsTaken === this.#world.models().slots
  }

  async #call(request: ConverseRequest, options: ConverseOptions): Promise<ConverseAnswer> {
    if (this.#probing) {
      this.#slotsTaken++
      return await new Promise(() => undefined)
    }
    const { ledger, seen } = this.#world
    ledger.opens(this.#life, options.executionArn, nodeOf(request))
    seen.count('model calls')
    this.#open++
    try {
      return await this.#behave(request, options)
    } finally {
      this.#open--
    }
  }

  #behave(request: ConverseRequest, { executionArn, idempotencyKey, signal, onText, onBytes }: ConverseOptions): Promise<ConverseAnswer> {
    const { scheduler, chance, seen, ledger, models } = this.#world
    const faults = models()
    const node = nodeOf(request)
    const what = `${this.#life.name}: ${node} of ${nameOf(executionArn)}`
    const text = oneWord(promptOf(request))
    const { promise, resolve, reject } = Promise.withResolvers<ConverseAnswer>()
    const after = (delayMs: number, how: string, run: () => void) => scheduler.after(delayMs, `${what} ${how}`, run, this.#life)
    const answer = (delayMs: number) => {
      if (delayMs >= shortestNodeMs) ledger.of(executionArn).troubled.add(idempotencyKey)
      return after(delayMs, 'is answered', () => {
        onBytes(text.length)
        onText(text)
        resolve(answerOf(text))
      })
    }
    const trouble = (kind: Parameters<Seen['count']>[0]): void => {
      seen.count(kind)
      ledger.of(executionArn).troubled.add(idempotencyKey)
    }
    const ordinaryMs = chance.between(0, faults.latencyMs)
    if (chance.happens(faults.ignoresSignal)) {
      trouble('calls that ignore their signal')
      answer(chance.between(0, 40_000))
      return promise
    }
    let coming: { cancel(): void } | undefined
    if (chance.happens(faults.hangs)) trouble('calls that hang')
    else if (chance.happens(faults.breaksOff)) {
      trouble('calls that break off')
      onText(text.slice(0, 1))
      coming = after(ordinaryMs, 'breaks off', () =>
        reject(new NodeError('BAD_GATEWAY', `The answer for ${node} broke off.`, { retryable: true })),
      )
    } else if (chance.happens(faults.fails)) {
      trouble('calls that fail')
      coming = after(0, 'fails', () => reject(new NodeError('BAD_GATEWAY', `The model refused ${node}.`)))
    } else coming = answer(chance.happens(faults.slow) ? chance.between(1_000, 20_000) : ordinaryMs)
    const cut = (): void => {
      seen.count('calls cut by an abort')
      coming?.cancel()
      after(chance.happens(0.02) ? 6_000 : chance.between(0, 2), 'lets go', () => reject(signal.reason))
    }
    signal.addEventListener('abort', cut, { once: true })
    return promise.finally(() => signal.removeEventListener('abort', cut))
  }
}

interface World {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly seen: Seen
  readonly ledger: Ledger
  /** How the models behave now. */
  readonly models: () => ModelFaults
}

const promptOf = ({ messages }: ConverseRequest): string => {
  const block = messages[0]?.content[0]
  return block && 'text' in block ? block.text : ''
}

/** A prompt says its node's name first. */
const nodeOf = (request: ConverseRequest): string => promptOf(request).split(' ')[0] ?? ''

const answerOf = (text: string): ConverseAnswer => ({
  requestId: 'request',
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 0 },
})
