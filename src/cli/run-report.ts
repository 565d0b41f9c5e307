import { styleText } from 'node:util'
import type { FlowRun } from '../api/run-flow.ts'
import type { StoredEvent } from '../engine/event.ts'
import type { ExecutionSummary } from '../engine/executions.ts'
import { visitKey } from '../engine/state.ts'
import type { Json } from '../lib/json.ts'
import { isJsonObject } from '../lib/json.ts'
import { unreachable } from '../lib/unreachable.ts'
import { duration } from './duration.ts'

type Usage = Pick<ExecutionSummary['usage'][number], 'inputTokens' | 'outputTokens'>

/** What happens in a run, told to a person line by line: when, which node, what. */
export class RunReport {
  readonly #stream: NodeJS.WritableStream
  readonly #trace: boolean
  #startedAt = 0
  #tookMs = 0
  /** When visits began to work. */
  readonly #begun = new Map<string, number>()
  /** What the calls of visits used, until their output is told. */
  readonly #used = new Map<string, string>()

  /** @param options.trace - with the values. */
  constructor(stream: NodeJS.WritableStream, { trace }: { readonly trace: boolean }) {
    this.#stream = stream
    this.#trace = trace
  }

  event(event: StoredEvent): void {
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
        this.#tell(event, `${this.#done(event)}${this.#used.get(visitKey(event)) ?? ''}`)
        this.#values('out', event.outputs)
        return
      case 'conditionResult':
        return this.#tell(event, `chose ${event.condition}`)
      case 'flowOutput':
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
    for (const { node, outcome, releasedAfterMs = 0, tokensAfter } of stopProof?.visits ?? []) {
      const how = outcome === 'released' ? `let go ${duration(releasedAfterMs)} after the stop` : 'had not let go in time'
      this.#write(`  ${node} ${how}; tokens received after it: ${tokensAfter}`)
    }
  }

  #done(event: StoredEvent & { readonly node: string; readonly path: string }): string {
    const begun = this.#begun.get(visitKey(event))
    return begun === undefined ? 'done' : `done in ${duration(event.at - begun)}`
  }

  #tell(event: StoredEvent, what: string): void {
    const when = duration(event.at - this.#startedAt).padStart(8)
    const who = 'node' in event ? event.node : 'The flow'
    this.#write(`${this.#styled('dim', when)}  ${who}: ${what}`)
  }

  #values(name: string, value: Json): void {
    if (this.#trace) this.#write(`${' '.repeat(10)}${this.#styled('dim', name)} ${JSON.stringify(value)}`)
  }

  #write(line: string): void {
    this.#stream.write(`${line}\n`)
  }

  #styled(format: Parameters<typeof styleText>[0], text: string): string {
    return styleText(format, text, { stream: this.#stream })
  }
}

const usedBy = (modelId: Json | undefined, usage: Json | undefined): string => {
  if (!isJsonObject(usage) || typeof modelId !== 'string') return ''
  const { inputTokens, outputTokens } = usage
  return `, ${tokensOf({ inputTokens: Number(inputTokens ?? 0), outputTokens: Number(outputTokens ?? 0) })} (${modelId})`
}

const tokensOf = ({ inputTokens, outputTokens }: Usage): string => `${inputTokens} tokens in, ${outputTokens} out`
