import type { Logger } from 'pino'
import { StorageUnavailable } from '../../engine/event-log.ts'
import type { Clock } from '../../lib/clock.ts'
import { sleep } from '../../lib/clock.ts'
import type { Compatibility } from '../../flow/quota-faults.ts'
import type { PartitionResources } from '../../store/resources.ts'
import { ConfigurationError } from '../configuration-error.ts'
import { UnreadFile } from '../files/text-file.ts'
import { declareFlows } from './declare-flows.ts'
import { versionOfFile } from './file-version.ts'
import type { ReadFlow } from './read-declared-flows.ts'
import { readDeclaredFlow } from './read-declared-flows.ts'

/** What became of a declared flow whose file has changed. */
export interface DeclaredFlowChange {
  readonly flowId: string
  readonly file: string
  /** One sentence about why the flow stays as it was; absent: it is prepared with what the file says now. */
  readonly refused?: string
  /** What else there is to say of what the file says now, as PrepareFlow's findings do. */
  readonly findings: readonly string[]
}

export interface DeclaredFlowWatch {
  /** As they were declared at the start. */
  readonly flows: readonly ReadFlow[]
  readonly account: string
  readonly compatibility: Compatibility
  readonly resources: Pick<PartitionResources, 'declareFlows'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly onChange: (change: DeclaredFlowChange) => void
}

/** By polling: a file may be on a disk that tells nobody, and editors put another file in its place. */
const fastestPollMs = 250
/** Thousands of files are looked at more seldom: a thousand a second in all. */
const pollMsPerFile = 1

/** Declares a flow again whenever its file has changed, until it is disposed. Executions under way keep their definition. */
export const watchDeclaredFlows = ({ flows, ...watch }: DeclaredFlowWatch): Disposable => {
  const controller = new AbortController()
  const { signal } = controller
  const onBug = (err: unknown): void => {
    if (!signal.aborted) watch.logger.error({ err }, 'bug')
  }
  const pollMs = Math.max(fastestPollMs, flows.length * pollMsPerFile)
  for (const flow of flows)
    if (flow.declaration.file !== undefined)
      new WatchedFlow(flow, flow.declaration.file, { ...watch, signal, pollMs, onBug }).watch().catch(onBug)
  return { [Symbol.dispose]: () => controller.abort() }
}

interface Watching extends Omit<DeclaredFlowWatch, 'flows'> {
  readonly signal: AbortSignal
  readonly pollMs: number
  readonly onBug: (error: unknown) => void
}

class WatchedFlow {
  readonly #flow: ReadFlow
  readonly #file: string
  readonly #watching: Watching
  /** The version of the file that was taken, or refused for good. */
  #taken: string | undefined
  /** The last word on a version that was refused. */
  #refused: string | undefined

  constructor(flow: ReadFlow, file: string, watching: Watching) {
    this.#flow = flow
    this.#file = file
    this.#watching = watching
    this.#taken = flow.version
  }

  async watch(): Promise<void> {
    const { clock, signal, pollMs, onBug } = this.#watching
    let last = this.#taken
    while (!signal.aborted) {
      await sleep(clock, pollMs, signal)
      const version = await versionOfFile(this.#file)
      // What is still being written, or away for a moment, is left until it holds still.
      if (version === last && version !== this.#taken) await this.#declareAgain(version).catch(onBug)
      last = version
    }
  }

  async #declareAgain(version: string): Promise<void> {
    const { signal, onChange, ...watching } = this.#watching
    const { declaration, setting } = this.#flow
    let findings: readonly string[] = []
    try {
      const read = await readDeclaredFlow(declaration, { ...watching, setting })
      if (signal.aborted) return
      const changed = await declareFlows({ ...watching, flows: [read] })
      this.#taken = version
      if (changed.length === 0 && this.#refused === undefined) return
      this.#refused = undefined
      findings = read.flow.validations.map(({ message }) => message)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ConfigurationError || error instanceof StorageUnavailable)) throw error
      const again = error instanceof StorageUnavailable || error.cause instanceof UnreadFile
      if (!again) this.#taken = version
      if (this.#refused === error.message) return
      this.#refused = error.message
    }
    const refused = this.#refused
    onChange({ flowId: declaration.id, file: this.#file, findings, ...(refused !== undefined && { refused }) })
  }
}
