import type { End, EventLog, ExecutionStart, Lease } from './event-log.ts'
import type { ExecutionEvent, StoredEvent } from './event.ts'
import type { Executions } from './executions.ts'

/** An empty log with one alias that leads to a prepared flow. */
export interface EventLogFixture extends AsyncDisposable {
  readonly eventLog: EventLog
  readonly executions: Executions
  readonly target: Pick<ExecutionStart, 'account' | 'region' | 'flowId' | 'aliasId' | 'flowVersion' | 'definitionHash' | 'executionRoleArn'>
  /** The JSON text of the flow's definition. */
  readonly definition: string
  /** The alias leads to nothing that is prepared from then on. */
  unprepare(): Promise<void>
}

export const owner = { id: 'owner-1' }
export const successor = { id: 'owner-2' }

export const startOf = ({ target }: EventLogFixture, name: string): ExecutionStart => ({
  ...target,
  executionArn: `arn:aws:bedrock:${target.region}:${target.account}:flow/${target.flowId}/alias/${target.aliasId}/execution/${name}`,
  name,
  kind: 'async',
  deadline: 90_000,
  startToken: `token-${name}`,
  quota: 1_000,
})

export const running = async (fixture: EventLogFixture, name: string): Promise<{ start: ExecutionStart; lease: Lease }> => {
  const start = startOf(fixture, name)
  const created = await fixture.eventLog.create(start, opening, owner)
  if (!('lease' in created) || !created.lease) throw new Error(JSON.stringify(created))
  return { start, lease: created.lease }
}

export const read = ({ eventLog }: EventLogFixture, { executionArn }: ExecutionStart): Promise<readonly StoredEvent[]> =>
  eventLog.read(executionArn, { after: 0, limit: 1_000 })

export const stored = (events: readonly ExecutionEvent[]): StoredEvent[] =>
  events.map((event, index) => ({ ...event, sequence: index + 1 }))

const limits = {
  executionMs: 1,
  nodeMs: 2,
  visits: 3,
  events: 4,
  valueBytes: 5,
  executionBytes: 6,
  collectedBytes: 1_000_000,
  iteratorConcurrency: 1,
}
export const flowInput: ExecutionEvent = { type: 'flowInput', at: 1_001, node: 'Start', document: 'hello' }
export const opening: readonly ExecutionEvent[] = [
  {
    type: 'started',
    at: 1_000,
    format: 1,
    definitionHash: 'h',
    flowVersion: 'DRAFT',
    kind: 'async',
    limits,
    executionRoleArn: 'r',
    caller: 'c',
  },
  flowInput,
]
export const input = (node: string): ExecutionEvent => ({ type: 'nodeInput', at: 1_002, node, path: '', inputs: { x: 1 } })
export const abort: End = { status: 'Aborted', cause: 'stop', at: 5_000 }
export const visit = {
  node: 'A',
  path: '',
  attempt: 1,
  outcome: 'not released',
  tokensBefore: 1,
  tokensAfter: 0,
  bytesBefore: 4,
  bytesAfter: 0,
} as const
const hostile = JSON.parse(
  '{"__proto__":{"a":1},"constructor":null,"\\ud800":"\\udfff\\u0000","type":"x","at":0,"n":[1e308,-1,{"":[]}],"emoji":"🚰"}',
)
const at = 1_002
export const everyKind: readonly ExecutionEvent[] = [
  { type: 'nodeInput', at, node: 'A', path: 'Each:3/Refine:0', inputs: hostile },
  {
    type: 'nodeAction',
    at,
    node: 'A',
    path: '',
    action: { serviceName: 's', operationName: 'o', requestId: 'r', request: hostile, response: {} },
  },
  { type: 'nodeOutput', at, node: 'A', path: '', outputs: { out: hostile } },
  { type: 'nodeInput', at, node: 'B', path: '', inputs: {} },
  { type: 'conditionResult', at, node: 'B', path: '', condition: 'default' },
  { type: 'attempt', at, node: 'B', path: '', number: 2, cause: 'recovered' },
  { type: 'nodeFailure', at, node: 'B', path: '', code: 'BAD_GATEWAY', message: 'm' },
  { type: 'flowOutput', at, node: 'End', path: '', document: null },
  { type: 'flowFailure', at, code: 'VALIDATION', message: 'm' },
]
