import type { Created, End, EventLog, ExecutionStart, Interrupted, Lease, TakenOver } from '../src/engine/event-log.ts'
import type { ExecutionEvent, ExecutionKind, StoredEvent } from '../src/engine/event.ts'
import type { Execution, ExecutionQuery, Executions, ExecutionSummary, Page } from '../src/engine/executions.ts'
import { emptySummary, extendSummary } from '../src/engine/summary.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import type { Owner } from '../src/engine/owner.ts'
import type { StopProof } from '../src/engine/stop-proof.ts'
import type { ConverseAnswer, ConverseOptions, ConverseRequest, LanguageModel } from '../src/flow/capabilities/language-model.ts'
import type { FunctionCall, FunctionInvoker } from '../src/flow/capabilities/function-invoker.ts'
import type { CallOptions } from '../src/flow/capabilities/call-options.ts'
import type { PromptLibrary } from '../src/flow/capabilities/prompt-library.ts'
import { NodeError } from '../src/flow/node-error.ts'
import type { Json } from '../src/lib/json.ts'
import type { PromptVariant } from '../src/contract/prompt.ts'
import type { MemoryEventLog } from './memory-event-log.ts'

/** One call of a language model, as the fake has seen it. */
export interface Call {
  readonly prompt: string
  readonly options: ConverseOptions
}

/** What a call answers. Throws what the model throws. */
export type Script = (call: Call) => string | Promise<string>

/** A language model that does what its script says, and counts. */
export class ScriptedModel implements LanguageModel {
  readonly calls: Call[] = []
  inFlight = 0
  mostInFlight = 0
  script: Script

  constructor(script: Script = ({ prompt }) => `<${prompt}>`) {
    this.script = script
  }

  get prompts(): readonly string[] {
    return this.calls.map(({ prompt }) => prompt)
  }

  async converse(request: ConverseRequest, options: ConverseOptions): Promise<ConverseAnswer> {
    const block = request.messages[0]?.content[0]
    const call = { prompt: block && 'text' in block ? block.text : '', options }
    this.calls.push(call)
    this.inFlight++
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    try {
      return answerOf(await this.script(call))
    } finally {
      this.inFlight--
    }
  }
}

/** Never answers, and lets go when it is told to. */
export const hangs: Script = ({ options: { signal } }) =>
  new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })

/** Never answers and never lets go: the worst client of a model that there is. */
export const ignoresItsSignal: Script = () => new Promise(() => undefined)

const answerOf = (text: string): ConverseAnswer => ({
  requestId: `request of ${text}`,
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 0 },
})

/** Prompts by their ARNs. Looked up at each call, so that a test may change them meanwhile. */
export const promptsOf = (variants: Readonly<Record<string, PromptVariant>>): PromptLibrary => ({
  async get(promptArn) {
    const variant = variants[promptArn]
    if (!variant) throw new NodeError('DEPENDENCY_FAILED', `There is no prompt ${promptArn}.`)
    return variant
  },
})

/** Functions by their ARNs. */
export const functionsOf = (functions: Readonly<Record<string, FakeFunction>>): FunctionInvoker => ({
  async invoke(call, options) {
    const answer = functions[call.functionArn]
    if (!answer) throw new NodeError('VALIDATION', `There is no function ${call.functionArn}.`)
    return { requestId: `request of ${call.functionArn}`, value: await answer(call, options) }
  },
})

export type FakeFunction = (call: FunctionCall, options: CallOptions) => Json | Promise<Json>

/** What is asked of a log, by name. */
export interface LogCall {
  readonly name: keyof EventLog
  /** Counts the writes (create, append, interrupt) from 1, in the order in which they were offered. */
  readonly write: number
  /** What is to be written, where that is known. */
  readonly events: readonly ExecutionEvent[]
}

export type Hook = (call: LogCall) => void | Promise<void>

/**
 * A log in front of another. `before` and `after` may delay a call (a promise), refuse it or leave its outcome unknown
 * (throw StorageUnavailable), or kill the process: from then on nothing reaches the log and nothing is answered.
 */
export class FaultyLog implements EventLog {
  readonly #log: EventLog
  before: Hook = () => undefined
  after: Hook = () => undefined
  writes = 0
  #dead = false

  constructor(log: EventLog) {
    this.#log = log
  }

  kill(): void {
    this.#dead = true
  }

  create(start: ExecutionStart, first: readonly ExecutionEvent[], owner: Owner): Promise<Created> {
    return this.#call({ name: 'create', write: ++this.writes, events: first }, () => this.#log.create(start, first, owner))
  }

  append(lease: Lease, after: number, events: readonly ExecutionEvent[]): Promise<void> {
    return this.#call({ name: 'append', write: ++this.writes, events }, () => this.#log.append(lease, after, events))
  }

  interrupt(executionArn: string, end: End): Promise<Interrupted> {
    return this.#call({ name: 'interrupt', write: ++this.writes, events: [] }, () => this.#log.interrupt(executionArn, end))
  }

  read(executionArn: string, from: { after: number; limit: number; eventType?: 'Flow' | 'Node' }): Promise<readonly StoredEvent[]> {
    return this.#call(this.#question('read'), () => this.#log.read(executionArn, from))
  }

  definition(hash: string): Promise<string> {
    return this.#call(this.#question('definition'), () => this.#log.definition(hash))
  }

  takeOver(owner: Owner, page: { limit: number; again?: boolean }): Promise<readonly TakenOver[]> {
    return this.#call(this.#question('takeOver'), () => this.#log.takeOver(owner, page))
  }

  due(now: number, limit: number): Promise<readonly string[]> {
    return this.#call(this.#question('due'), () => this.#log.due(now, limit))
  }

  release(owner: Owner): Promise<void> {
    return this.#call(this.#question('release'), () => this.#log.release(owner))
  }

  #question(name: LogCall['name']): LogCall {
    return { name, write: this.writes, events: [] }
  }

  async #call<Answer>(call: LogCall, log: () => Promise<Answer>): Promise<Answer> {
    await this.#alive()
    await this.before(call)
    await this.#alive()
    const answer = await log()
    await this.after(call)
    await this.#alive()
    return answer
  }

  #alive(): Promise<void> | undefined {
    return this.#dead ? new Promise(() => undefined) : undefined
  }
}

/** Asks a log in memory. */
export class MemoryExecutions implements Executions {
  readonly #log: MemoryEventLog

  constructor(log: MemoryEventLog) {
    this.#log = log
  }

  async get(executionArn: string): Promise<Execution | undefined> {
    const row = this.#log.rows.get(executionArn)
    if (!row) return undefined
    const { quota: _, startToken: __, ...start } = row.start
    const last = row.events.at(-1)
    const ended =
      last?.type === 'ended' ? { endedAt: last.at, ...(last.error && { error: last.error }), ...(last.cause && { cause: last.cause }) } : {}
    return { ...start, status: row.status, startedAt: row.events[0]?.at ?? 0, ...ended }
  }

  async list({ limit, after, ...query }: ExecutionQuery): Promise<Page<Execution>> {
    const all = (await Promise.all([...this.#log.rows.keys()].map((executionArn) => this.get(executionArn)))).filter(
      (one) => one !== undefined,
    )
    const found = all
      .toReversed()
      .filter((one) => Object.entries(query).every(([key, value]) => value === undefined || Reflect.get(one, key) === value))
    const first = after === undefined ? 0 : found.findIndex(({ executionArn }) => executionArn === after) + 1
    const items = found.slice(first, first + limit)
    const last = items.at(-1)
    return { items, ...(last && first + limit < found.length && { next: last.executionArn }) }
  }

  async saveProof(executionArn: string, proof: StopProof): Promise<void> {
    this.#log.proofs.set(executionArn, proof)
  }

  async proof(executionArn: string): Promise<StopProof | undefined> {
    return this.#log.proofs.get(executionArn)
  }

  async closeProofs(owner: Owner, limit: number): Promise<number> {
    const isOpen = ([executionArn, { state }]: [string, StopProof]): boolean =>
      state === 'open' && this.#log.rows.get(executionArn)?.owner !== owner.id
    const open = [...this.#log.proofs].filter(isOpen).slice(0, limit)
    for (const [executionArn, proof] of open) {
      const visits = proof.visits.map((visit) => ({ ...visit, outcome: 'ended with the process' as const }))
      this.#log.proofs.set(executionArn, { ...proof, state: 'complete', visits })
    }
    return open.length
  }

  async summary(executionArn: string): Promise<ExecutionSummary> {
    const row = this.#log.rows.get(executionArn)
    if (!row) return emptySummary
    const { flow } = compile(JSON.parse(await this.#log.definition(row.start.definitionHash)))
    if (!flow) throw new Error(`The definition of ${executionArn} does not compile`)
    return extendSummary(flow, emptySummary, row.events)
  }

  /** All at once. */
  async retire(endedBefore: Readonly<Record<ExecutionKind, number>>): Promise<number> {
    let retired = 0
    for (const [executionArn, { start, events }] of this.#log.rows) {
      const last = events.at(-1)
      if (last?.type !== 'ended' || last.at >= endedBefore[start.kind]) continue
      this.#log.rows.delete(executionArn)
      this.#log.proofs.delete(executionArn)
      retired++
    }
    return retired
  }
}
