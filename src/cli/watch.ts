import { setTimeout as sleep } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { parseFlowArn } from '../contract/arn.ts'
import type { GetExecutionResponse } from '../contract/sluice.ts'
import type { Ended, StoredEvent } from '../engine/event.ts'
import type { Surroundings } from './load-configuration.ts'
import { RunReport } from './run-report.ts'
import { NobodyAnswers, signedClient } from './signed-client.ts'

export interface WatchFlags {
  readonly endpointUrl?: string
  /** In AWS's shared configuration files. */
  readonly profile?: string
  readonly trace?: boolean
}

const usualEndpoint = 'http://127.0.0.1:4680'
const reconnectMs = 1_000

/**
 * Tells what happens in an execution, from its first event to its end, on standard error. Answers 0 when it succeeded, else 1.
 * A lost connection is made again, and nothing is told twice.
 * @throws Error - one sentence: no such execution, or nobody answers.
 */
export const watch = async (executionArn: string, flags: WatchFlags, { environment }: Surroundings): Promise<number> => {
  const arn = parseFlowArn(executionArn)
  if (arn?.name === undefined) throw new Error(`${executionArn} is not the ARN of an execution, which StartFlowExecution answers.`)
  const endpoint = endpointOf(flags, environment)
  const ask = signedClient({ endpoint, region: arn.region, account: arn.account, profile: flags.profile, environment })
  const path = `/sluice/v1/executions/${encodeURIComponent(executionArn)}`
  const report = new RunReport(process.stderr, { trace: flags.trace === true })
  let last: StoredEvent | undefined
  for (;;) {
    const response = await ask(`${path}/events`, last && { 'last-event-id': String(last.sequence) }).catch((error: unknown) => {
      // Whoever has seen something waits for the server to come back.
      if (last && error instanceof NobodyAnswers) return undefined
      throw error
    })
    if (response && !response.ok) throw new Error(await refusalOf(response))
    if (response?.body) {
      for await (const event of eventsOf(response.body)) {
        report.event(event)
        last = event
      }
    }
    if (last?.type === 'ended') break
    await sleep(reconnectMs)
  }
  const { usage, stopProof }: GetExecutionResponse = await viewOf(await ask(path))
  const proof = stopProof && { ...stopProof, requestedAt: Date.parse(stopProof.requestedAt) }
  report.end({ ended: last, usage, ...(proof && { stopProof: proof }) })
  return exitCodeOf(last)
}

const exitCodeOf = ({ status }: Ended): number => (status === 'Succeeded' ? 0 : 1)

const endpointOf = ({ endpointUrl }: WatchFlags, environment: Surroundings['environment']): string => {
  const endpoint = endpointUrl ?? environment['AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME'] ?? environment['AWS_ENDPOINT_URL'] ?? usualEndpoint
  if (!URL.canParse(endpoint)) throw new Error(`The endpoint '${endpoint}' is not a URL, as ${usualEndpoint} is.`)
  return endpoint
}

/** What happens, until the server ends it or the connection is lost. What models say in the meantime is left out. */
const eventsOf = async function* (body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<StoredEvent, void> {
  const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  try {
    for await (const { event, data } of messages) {
      if (event === 'progress') continue
      const told: StoredEvent & { at: number | string } = JSON.parse(data)
      yield { ...told, at: Date.parse(String(told.at)) }
    }
  } catch (error) {
    // undici's words for a connection that is lost; who watches comes back.
    if (!(error instanceof TypeError)) throw error
  }
}

const viewOf = async (response: Response): Promise<GetExecutionResponse> => {
  if (!response.ok) throw new Error(await refusalOf(response))
  const view: GetExecutionResponse = JSON.parse(await response.text())
  return view
}

const refusalOf = async (response: Response): Promise<string> => {
  const text = await response.text()
  try {
    const { message }: { message?: string } = JSON.parse(text)
    return message ?? text
  } catch {
    return `The server answered ${response.status}: ${text.slice(0, 200)}`
  }
}
