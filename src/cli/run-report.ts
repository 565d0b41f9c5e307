import { styleText } from 'node:util'
import type { FlowRun } from '../api/run-flow.ts'
import type { StoredEvent, Visit } from '../engine/event.ts'
import type { ExecutionSummary } from '../engine/executions.ts'
import { visitKey } from '../engine/state.ts'
import type { Json } from '../lib/json.ts'
import { isJsonObject } from '../lib/json.ts'
import { unreachable } from '../lib/unreachable.ts'
import type { PrintedLine } from '../providers/function-invoker/local/printed-lines.ts'
import { visible } from './code-frame.ts'
import { duration } from './duration.ts'
import { ScopeReport, type OpenedScope } from './scope-report.ts'

type Usage = Pick<ExecutionSummary['usage'][number], 'inputTokens' | 'outputTokens'>

/** What happens in a run, told to a person line by line: when, which node, what. */
export class RunReport {
  readonly #stream: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly #trace: boolean
  #startedAt = 0
  #tookMs = 0
  /** When visits began to work. */
  readonly #begun = new Map<string, number>()
  /** What the calls of visits used, until their output is told. */
  readonly #used = new Map<string, string>()
  readonly #scopes: ScopeReport
  /** On a terminal: stands in the last line until the next one is written. */
  #passing: { readonly at: number } | undefined

  /** @param options.trace - with the values, and with every element and iteration. */
  constructor(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }, { trace }: { readonly trace: boolean }) {
    this.#stream = stream
    this.#trace = trace
    this.#scopes = new ScopeReport(trace ? Infinity : mostScopeLines)
  }

  event(event: StoredEvent): void {
    const scope = this.#scopes.opened(event)
    const quiet = 'path' in event && this.#scopes.isQuiet(event.path)
    if (scope) this.#opened(event, scope, quiet)
    if (quiet && !unusual(event)) return
    switch (event.type) {
      case 'started':
        this.#startedAt = event.at
        return
      case 'flowInput':
        return
      case 'ended':
        this.#tookMs = event.at - this.#startedAt
        return
      case 'nodeInput':
        this.#begun.set(visitKey(event), event.at)
        this.#values('in', event.inputs)
        return
      case 'nodeAction': {
        const { request, response } = event.action
        this.#used.set(visitKey(event), usedBy(request['modelId'], response['usage']))
        this.#values('asked', request)
        this.#values('answered', response)
        return
      }
      case 'nodeOutput':
        if (!scope) this.#tell(event, `${this.#done(event)}${this.#used.get(visitKey(event)) ?? ''}`)
        this.#forget(event)
        this.#values('out', event.outputs)
        return
      case 'conditionResult':
        this.#forget(event)
        return this.#tell(event, `chose ${event.condition}`)
      case 'flowOutput':
        this.#forget(event)
        this.#tell(event, 'put out the result')
        this.#values('out', event.document)
        return
      case 'nodeFailure':
        return this.#tell(event, this.#styled('red', `failed (${event.code}): ${event.message}`))
      case 'flowFailure':
        if (event.code !== 'NODE_EXECUTION_FAILED') this.#tell(event, this.#styled('red', `failed (${event.code}): ${event.message}`))
        return
      case 'attempt':
        if (event.cause !== 'retry') return
        this.#tell(event, `${this.#styled('yellow', event.error.message)} Try ${event.number} in ${duration(event.notBefore - event.at)}`)
        return
      default:
        unreachable(event)
    }
  }

  end({ ended, usage, stopProof }: FlowRun): void {
    const took = duration(this.#tookMs)
    const used = usage.map(({ modelId, ...tokens }) => `${tokensOf(tokens)} (${modelId})`).join(', ')
    if (ended.status === 'Succeeded') this.#write(`${this.#styled('green', 'Succeeded')} in ${took}${used === '' ? '' : `, ${used}`}`)
    else if (ended.status === 'Aborted') this.#write(`${this.#styled('yellow', 'Stopped')} after ${took}`)
    else this.#write(`${this.#styled('red', ended.status)} after ${took}${ended.error ? `: ${ended.error.message}` : ''}`)
    for (const { outcome, releasedAfterMs = 0, tokensAfter, ...visit } of stopProof?.visits ?? []) {
      const how = outcome === 'released' ? `let go ${duration(releasedAfterMs)} after the stop` : 'had not let go in time'
      this.#write(`  ${visitKey(visit)} ${how}; tokens received after it: ${tokensAfter}`)
    }
  }

  /** An element or iteration begins: a line of its own, or one on a terminal that the next takes away. */
  #opened(event: StoredEvent, { told, milestone, firstQuiet }: OpenedScope, quiet: boolean): void {
    const line = `${this.#when(event)}  ${told}`
    if (!quiet || milestone) {
      this.#write(firstQuiet && quiet ? `${line}; from here on only their numbers (--trace tells all)` : line)
      if ('path' in event && !quiet) this.#scopes.line(event.path)
    } else if (this.#stream.isTTY && event.at - (this.#passing?.at ?? 0) >= redrawMs) {
      this.#stream.write(`${clearLine}${line}`)
      this.#passing = { at: event.at }
    }
  }

  #forget(visit: Visit): void {
    this.#begun.delete(visitKey(visit))
    this.#used.delete(visitKey(visit))
  }

  #done(event: StoredEvent & Visit): string {
    const begun = this.#begun.get(visitKey(event))
    return begun === undefined ? 'done' : `done in ${duration(event.at - begun)}`
  }

  #tell(event: StoredEvent, what: string): void {
    this.#write(`${this.#when(event)}  ${'path' in event ? visitKey(event) : 'The flow'}: ${what}`)
    if ('path' in event) this.#scopes.line(event.path)
  }

  #when({ at }: StoredEvent): string {
    return this.#styled('dim', duration(at - this.#startedAt).padStart(8))
  }

  #values(name: string, value: Json): void {
    if (this.#trace) this.#write(`${' '.repeat(10)}${this.#styled('dim', name)} ${JSON.stringify(value)}`)
  }

  /** A line that a local function has printed. */
  printed({ functionArn, text }: PrintedLine): void {
    this.#write(`${' '.repeat(10)}${this.#styled('dim', visible(functionArn.split(':')[6] ?? functionArn))} ${visible(text)}`)
  }

  #write(line: string): void {
    this.#stream.write(`${this.#passing ? clearLine : ''}${line}\n`)
    this.#passing = undefined
  }

  #styled(format: Parameters<typeof styleText>[0], text: string): string {
    return styleText(format, text, { stream: this.#stream })
  }
}

const mostScopeLines = 30
const redrawMs = 100
const clearLine = '\r\u001B[2K'

/** Told wherever it happens. */
const unusual = ({ type }: StoredEvent): boolean => type === 'nodeFailure' || type === 'attempt'

const usedBy = (modelId: Json | undefined, usage: Json | undefined): string => {
  if (!isJsonObject(usage) || typeof modelId !== 'string') return ''
  const { inputTokens, outputTokens } = usage
  return `, ${tokensOf({ inputTokens: Number(inputTokens ?? 0), outputTokens: Number(outputTokens ?? 0) })} (${modelId})`
}

const tokensOf = ({ inputTokens, outputTokens }: Usage): string => `${inputTokens} tokens in, ${outputTokens} out`
