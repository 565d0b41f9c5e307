import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { NotPrepared, runFlow } from '../api/run-flow.ts'
import type { FlowRun } from '../api/run-flow.ts'
import { ServiceException } from '../contract/exceptions.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import type { StoredEvent, TerminalStatus } from '../engine/event.ts'
import type { Json } from '../lib/json.ts'
import { readDefinition } from './definition-file.ts'
import type { Surroundings } from './load-configuration.ts'
import { loadConfiguration } from './load-configuration.ts'
import { withRoutes } from './model-routes.ts'
import { RunReport, runDocument } from './run-report.ts'

export interface RunFlags {
  /** JSON, or `@FILE` with JSON in it. */
  readonly input: string
  readonly config?: string
  readonly model?: readonly string[]
  readonly trace?: boolean
  readonly format: 'text' | 'json'
}

const exitCodes = { Succeeded: 0, Failed: 1, TimedOut: 1, Aborted: 130 } as const satisfies Record<TerminalStatus, number>

/**
 * Runs a definition to its end and answers the exit code. What happens is told on standard error, the outputs on standard
 * output; with the format json there is one document on standard output, and nothing else.
 * @throws Error - one sentence about what was asked for.
 */
export const run = async (file: string, flags: RunFlags, surroundings: Surroundings): Promise<number> => {
  const { configuration } = await loadConfiguration(flags, surroundings)
  const models = withRoutes(configuration.models, flags.model ?? [])
  const [definition, document] = await Promise.all([readDefinition(file), readInput(flags.input)])
  const report = flags.format === 'text' ? new RunReport(process.stderr, { trace: flags.trace === true }) : undefined
  const events: StoredEvent[] = []
  const findings: FlowValidation[] = []
  try {
    const flowRun = await runFlow({
      configuration: { ...configuration, models },
      logger: pino({ base: null, level: 'error' }, pino.destination({ dest: 2, sync: true })),
      definition,
      document,
      signal: signalled(),
      onFinding(finding) {
        findings.push(finding)
        report?.finding(finding)
      },
      onEvent(event) {
        events.push(event)
        report?.event(event)
      },
    })
    report?.end(flowRun)
    process.stdout.write(report ? outputs(events) : json({ flowRun, events, findings, trace: flags.trace === true }))
    return exitCodes[flowRun.ended.status]
  } catch (error) {
    if (error instanceof NotPrepared && !report)
      process.stdout.write(`${JSON.stringify({ status: 'NotPrepared', findings }, undefined, 2)}\n`)
    if (error instanceof ServiceException) throw new Error(`The definition ${file}: ${error.message}`, { cause: error })
    throw error
  }
}

/** @throws Error - one sentence: it is no JSON. */
const readInput = async (input: string): Promise<Json> => {
  const text = input.startsWith('@') ? await readInputFile(input.slice(1)) : input
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`--input is no JSON: a text stands in double quotes, as --input '"tea"', a file behind an @, as --input @input.json.`, {
      cause,
    })
  }
}

const readInputFile = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause
    throw new Error(`The input ${file} cannot be read (${String(code)}).`, { cause })
  }
}

/** Aborts at the first signal; the second ends the process at once. */
const signalled = (): AbortSignal => {
  const controller = new AbortController()
  const listen = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.Aborted)
    controller.abort()
  }
  process.on('SIGINT', listen).on('SIGTERM', listen)
  return controller.signal
}

/** The document of the Output node, text as it is; those of several by their nodes' names. */
const outputs = (events: readonly StoredEvent[]): string => {
  const documents = events.flatMap((event) => (event.type === 'flowOutput' ? [event] : []))
  const [only, ...others] = documents
  if (!only) return ''
  const value = others.length === 0 ? only.document : Object.fromEntries(documents.map(({ node, document }) => [node, document]))
  return `${typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}\n`
}

interface Told {
  readonly flowRun: FlowRun
  readonly events: readonly StoredEvent[]
  readonly findings: readonly FlowValidation[]
  readonly trace: boolean
}

const json = ({ flowRun, events, findings, trace }: Told): string =>
  `${JSON.stringify({ ...runDocument(flowRun, events), ...(findings.length > 0 && { findings }), ...(trace && { events }) }, undefined, 2)}\n`
