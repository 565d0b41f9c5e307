import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import { testAlias } from '../contract/identifier.ts'
import { StorageUnavailable } from '../engine/event-log.ts'
import type { Ended, StoredEvent } from '../engine/event.ts'
import type { ExecutionSummary } from '../engine/executions.ts'
import type { StopProof } from '../engine/stop-proof.ts'
import type { Json } from '../lib/json.ts'
import type { PrintedLine } from '../providers/function-invoker/local/printed-lines.ts'
import type { Configuration } from './configuration.ts'
import type { OperationContext } from './operations/operation.ts'
import { handlers } from './operations/registry.ts'
import { startEngine } from './start-engine.ts'

export interface FlowRunOptions {
  /** Its `dataDir` is not used: nothing is kept. */
  readonly configuration: Configuration
  readonly logger: Logger
  readonly definition: FlowDefinition
  /** What the Input node puts out. */
  readonly document: Json
  /** Stops the execution. */
  readonly signal: AbortSignal
  readonly onFinding: (finding: FlowValidation) => void
  readonly onEvent: (event: StoredEvent) => void
  /** What local functions print. */
  readonly onOutput: (line: PrintedLine) => void
}

export interface FlowRun {
  readonly ended: Ended
  readonly usage: ExecutionSummary['usage']
  /** Of a stopped one. */
  readonly stopProof?: StopProof
}

/** The definition has findings that are Errors: all have been told. */
export class NotPrepared extends Error {
  override readonly name = 'NotPrepared'
}

const caller = { account: '000000000000', region: 'us-east-1', accessKeyId: 'sluice-run' }
const executionRoleArn = 'arn:aws:iam::000000000000:role/sluice-run'
const draft = { flowAliasIdentifier: testAlias }

/**
 * Runs one flow to its end by the same operations that a server answers, without a port and in a data directory that goes
 * with it.
 * @throws NotPrepared @throws ValidationException - the document does not fit.
 */
export const runFlow = async ({
  configuration,
  logger,
  definition,
  document,
  signal,
  onFinding,
  onEvent,
  onOutput,
}: FlowRunOptions): Promise<FlowRun> => {
  await using resources = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-run-'))
  resources.defer(() => rm(dataDir, { recursive: true }))
  const fatal = Promise.withResolvers<never>()
  fatal.promise.catch(() => {})
  const started = resources.use(
    await startEngine({ configuration: { ...configuration, dataDir }, logger, onOutput, onFatal: fatal.reject }),
  )
  const { engine } = started
  resources.defer(() => engine.close(0).catch(unlessStorage))
  const context = started.contextOf({ caller })

  const flowIdentifier = await prepared(definition, context, onFinding)
  const nodeName = definition.nodes?.find(({ type }) => type === 'Input')?.name ?? ''
  const inputs = [{ nodeName, content: { document } }]
  const { executionArn = '' } = await handlers.StartFlowExecution.handle({ flowIdentifier, ...draft, inputs }, context)
  const stop = (): void => void engine.stop(executionArn).catch(fatal.reject)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const ended = await Promise.race([followed(executionArn, engine, onEvent), fatal.promise])
  const stopProof = ended.status === 'Aborted' ? await Promise.race([proofOf(executionArn, context), fatal.promise]) : undefined
  const { usage } = await context.executions.summary(executionArn)
  return { ended, usage, ...(stopProof && { stopProof }) }
}

/** A data directory that fails has been told already, and by its cause. */
const unlessStorage = (error: unknown): void => {
  if (!(error instanceof StorageUnavailable)) throw error
}

/** The id of a flow that can run. */
const prepared = async (definition: FlowDefinition, context: OperationContext, onFinding: FlowRunOptions['onFinding']): Promise<string> => {
  const { id: flowIdentifier } = await handlers.CreateFlow.handle({ name: 'run', executionRoleArn, definition }, context)
  await handlers.PrepareFlow.handle({ flowIdentifier }, context)
  const { status, validations = [] } = await handlers.GetFlow.handle({ flowIdentifier }, context)
  for (const finding of validations) onFinding(finding)
  if (status !== 'Prepared') throw new NotPrepared('The flow cannot run.')
  return flowIdentifier
}

const followed = async (executionArn: string, engine: OperationContext['engine'], onEvent: FlowRunOptions['onEvent']): Promise<Ended> => {
  for await (const event of engine.follow(executionArn, 0, new AbortController().signal)) {
    onEvent(event)
    if (event.type === 'ended') return event
  }
  throw new Error('The execution has no end')
}

/** Once everything has let go, or after five seconds has not. */
const proofOf = async (executionArn: string, { executions }: OperationContext): Promise<StopProof> => {
  for (;;) {
    const proof = await executions.proof(executionArn)
    if (proof?.state === 'complete') return proof
    await sleep(5)
  }
}
