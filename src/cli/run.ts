import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pino } from 'pino'
import { MisshapenDefinition, readDefinitionSource } from '../api/files/definition-file.ts'
import { NotPrepared, runFlow } from '../api/run-flow.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import type { StoredEvent, TerminalStatus } from '../engine/event.ts'
import type { Json } from '../lib/json.ts'
import { faultsIn, findingsIn, inOrder, type FileFinding } from './file-findings.ts'
import { counted, findingsText } from './finding-text.ts'
import type { Surroundings } from './load-configuration.ts'
import { loadConfiguration } from './load-configuration.ts'
import { withRoutes } from './model-routes.ts'
import { json, outputDocument, outputText } from './run-output.ts'
import { RunReport } from './run-report.ts'
import { unmatchedIn } from './unmatched.ts'

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
  const { environment, workingDirectory } = surroundings
  const { configuration } = await loadConfiguration(flags, surroundings)
  const routed = withRoutes(configuration, flags.model ?? [], environment)
  const [source, document] = await Promise.all([
    readDefinitionSource(resolve(workingDirectory, file)).catch((error: unknown) => {
      throw error instanceof MisshapenDefinition && flags.format === 'text' ? shownFaults(file, error) : error
    }),
    readInput(flags.input, workingDirectory),
  ])
  const report = flags.format === 'text' ? new RunReport(process.stderr, { trace: flags.trace === true }) : undefined
  const events: StoredEvent[] = []
  const findings: FlowValidation[] = []
  if (report) {
    const told = inOrder([...findingsIn(source).map(inTheWay), ...unmatchedIn(source, routed)])
    process.stderr.write(findingsText(file, source.text, told, process.stderr))
  }
  try {
    const flowRun = await runFlow({
      configuration: routed,
      logger: pino({ base: null, level: 'warn' }, pino.destination({ dest: 2, sync: true })),
      definition: source.definition,
      document,
      signal: signalled(),
      onFinding(finding) {
        findings.push(finding)
      },
      onEvent(event) {
        if (flags.trace === true || isTold(event)) events.push(event)
        report?.event(event)
      },
      onOutput: (line) => report?.printed(line),
    })
    report?.end(flowRun)
    process.stdout.write(report ? outputText(events) : outputDocument({ flowRun, events, findings, trace: flags.trace === true }))
    return exitCodes[flowRun.ended.status]
  } catch (error) {
    if (error instanceof NotPrepared && !report) process.stdout.write(json({ status: 'NotPrepared', findings }))
    throw error
  }
}

/** Shows each where it stands. */
const shownFaults = (file: string, misshapen: MisshapenDefinition): Error => {
  const faults = faultsIn(misshapen)
  process.stderr.write(findingsText(file, misshapen.source.text, faults, process.stderr))
  return new Error(`${file}: ${counted(faults.length, 'error')}.`, { cause: misshapen })
}

/** What cannot run yet is in the way of a run. */
const inTheWay = (finding: FileFinding): FileFinding => (finding.severity === 'note' ? { ...finding, severity: 'error' } : finding)

/** What the output is made of: a run may have more events than fit into memory. */
const isTold = ({ type }: StoredEvent): boolean => type === 'started' || type === 'flowOutput' || type === 'ended'

/** @throws Error - one sentence: it is no JSON. */
const readInput = async (input: string, workingDirectory: string): Promise<Json> => {
  const text = input.startsWith('@') ? await readInputFile(resolve(workingDirectory, input.slice(1))) : input
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
