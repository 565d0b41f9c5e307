import type { PromptVariant } from '../../src/contract/prompt.ts'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { CompiledFlows } from '../../src/engine/compiled-flows.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { EngineOptions } from '../../src/engine/engine-options.ts'
import type { Capabilities } from '../../src/flow/nodes/node-type.ts'
import type { ExecutionLimits, StoredEvent } from '../../src/engine/event.ts'
import type { EventLog } from '../../src/engine/event-log.ts'
import type { StartRequest } from '../../src/engine/start-request.ts'
import type { Clock } from '../../src/lib/clock.ts'
import type { Json } from '../../src/lib/json.ts'
import type { FakeFunction } from '../fakes.ts'
import { MemoryExecutions, ScriptedModel, functionsOf, promptsOf } from '../fakes.ts'
import { ManualClock, until } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { MemoryObjectStore } from '../memory-object-store.ts'

export const arn = 'arn:aws:bedrock:us-east-1:000000000000:flow/FLOW000001/alias/ALIAS00001/execution/run'

export const limits: ExecutionLimits = {
  executionMs: 86_400_000,
  nodeMs: 300_000,
  visits: 10_000,
  events: 100_000,
  valueBytes: 100_000,
  executionBytes: 1_000_000,
  collectedBytes: 1_000_000,
  iteratorConcurrency: 1,
}

/** One process over one log. */
export class World<Time extends Clock = ManualClock> {
  readonly log: MemoryEventLog
  readonly clock: Time
  readonly model: ScriptedModel
  readonly executions: MemoryExecutions
  readonly engine: Engine
  readonly bugs: unknown[] = []
  refusals = 0

  constructor({
    log = new MemoryEventLog(),
    port = log,
    clock,
    model = new ScriptedModel(),
    prompts = {},
    functions = {},
    capabilities = {},
    owner = 'first',
    ...options
  }: Parts<Time>) {
    this.log = log
    this.clock = clock
    this.model = model
    this.executions = new MemoryExecutions(log)
    this.engine = new Engine({
      log: port,
      executions: this.executions,
      flows: new CompiledFlows((hash) => log.definition(hash)),
      capabilities: {
        languageModel: model,
        promptLibrary: promptsOf(prompts),
        functionInvoker: functionsOf(functions),
        objectStore: new MemoryObjectStore(),
        ...capabilities,
      },
      clock,
      random: () => 0.5,
      owner: { id: owner },
      ...options,
      report: { bug: (error) => this.bugs.push(error), storageUnavailable: () => this.refusals++ },
    })
  }

  get events(): readonly StoredEvent[] {
    return this.log.events(arn)
  }

  get status(): string | undefined {
    return this.log.rows.get(arn)?.status
  }

  /** Runs to the end and answers the events. */
  async run(definition: FlowDefinition, document: Json, changes: Partial<StartRequest> = {}): Promise<readonly StoredEvent[]> {
    await this.engine.start(request(this.log, definition, { document, ...changes }))
    await this.ended()
    return this.events
  }

  async ended(): Promise<void> {
    await until(() => this.status !== undefined && this.status !== 'Running', 'the end of the execution')
  }
}

export interface Parts<Time extends Clock> {
  readonly log?: MemoryEventLog | undefined
  /** What the engine sees of the log; absent: the log itself. */
  readonly port?: EventLog | undefined
  readonly clock: Time
  readonly model?: ScriptedModel | undefined
  /** By their ARNs. */
  readonly prompts?: Readonly<Record<string, PromptVariant>>
  /** By their ARNs. */
  readonly functions?: Readonly<Record<string, FakeFunction>>
  /** In place of these and of an empty store. */
  readonly capabilities?: Partial<Pick<Capabilities, 'functionInvoker' | 'objectStore'>>
  readonly owner?: string | undefined
  readonly invokeOutlivesCaller?: boolean
  readonly refusal?: NonNullable<EngineOptions['refusal']>
  readonly hasRoom?: NonNullable<EngineOptions['hasRoom']>
  readonly batchEvents?: number | undefined
}

export const world = (parts: Partial<Parts<ManualClock>> = {}): World => new World({ clock: new ManualClock(), ...parts })

/** Stores the definition and asks to run it. */
export const request = (log: MemoryEventLog, definition: FlowDefinition, changes: Partial<StartRequest> = {}): StartRequest => {
  const text = JSON.stringify(definition)
  const definitionHash = `hash of ${text.length} ${definition.nodes?.length ?? 0}`
  log.definitions.set(definitionHash, text)
  return {
    executionArn: arn,
    account: '000000000000',
    region: 'us-east-1',
    flowId: 'FLOW000001',
    aliasId: 'ALIAS00001',
    name: 'run',
    kind: 'async',
    flowVersion: '1',
    definitionHash,
    executionRoleArn: 'arn:aws:iam::000000000000:role/flows',
    startToken: 'token',
    quota: 1000,
    document: 'tea',
    limits,
    caller: 'AKIATEST',
    ...changes,
  }
}

/** Events as they would be in an undisturbed run: without number, time and what only a restart leaves. */
export const essence = (events: readonly StoredEvent[]): readonly unknown[] =>
  events.filter(({ type }) => type !== 'attempt').map(({ sequence: _, at: __, ...event }) => event)

/** What happened, in one line per event: `nodeInput Ask`. */
export const outline = (events: readonly StoredEvent[]): readonly string[] =>
  events.map((event) => ('node' in event ? `${event.type} ${event.node}` : event.type === 'ended' ? `ended ${event.status}` : event.type))
