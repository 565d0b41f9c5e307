import Type from 'typebox'
import { FlowExecutionStatus } from './flow-execution.ts'
import { ExecutionRoleArn, FlowAliasId, FlowExecutionIdentifier, FlowId, KmsKeyArn, MaxResults, NextToken, Version } from './identifier.ts'
import { header, list, query, serverSentEvents, text, Timestamp } from './shape.ts'

/** The operations of our own, below `/sluice/v1/`. */
export type OwnOperationName = 'ListExecutions' | 'GetExecution' | 'FollowExecution'

const count = Type.Integer({ minimum: 0 })
const milliseconds = Type.Number({ minimum: 0 })

/** One piece of work that a stop ended: when it was told, when its socket was closed, and what arrived after. */
export const VisitRelease = Type.Object({
  node: text(),
  /** The scope: empty for the flow itself, else like `Each:3/Refine:0`. */
  path: text(),
  attempt: count,
  signalledAfterMs: Type.Optional(milliseconds),
  releasedAfterMs: Type.Optional(milliseconds),
  outcome: Type.Enum(['released', 'not released', 'ended with the process']),
  tokensBefore: count,
  tokensAfter: count,
  bytesBefore: count,
  bytesAfter: count,
})
export type VisitRelease = Type.Static<typeof VisitRelease>

/** That what was under way really ended. */
export const StopProof = Type.Object({
  requestedAt: Timestamp,
  cause: text(),
  /** `open`: not all have let go yet. */
  state: Type.Enum(['open', 'complete']),
  visits: list(VisitRelease),
})
export type StopProof = Type.Static<typeof StopProof>

const Execution = Type.Object({
  executionArn: FlowExecutionIdentifier,
  flowId: FlowId,
  aliasId: FlowAliasId,
  name: text(),
  kind: Type.Enum(['async', 'invoke']),
  flowVersion: Version,
  executionRoleArn: ExecutionRoleArn,
  customerEncryptionKeyArn: Type.Optional(KmsKeyArn),
  status: FlowExecutionStatus,
  startedAt: Timestamp,
  endedAt: Type.Optional(Timestamp),
  /** When it times out. */
  deadline: Timestamp,
  error: Type.Optional(Type.Object({ nodeName: Type.Optional(text()), error: Type.Optional(text()), message: text() })),
  /** Why it was ended from outside. */
  cause: Type.Optional(text()),
})

/** How many visits of one node are over, under way, failed. Its size does not grow with their number. */
const NodeSummary = Type.Object({
  /** Its name; in the body of a Loop behind the Loop's: `Refine/Ask`, `Refine/Inner/Ask`. */
  node: text(),
  /** An Iterator's visit is over when it has put out its last element. */
  done: count,
  running: count,
  failed: count,
  retries: count,
  /** Elements that an Iterator has put out, or that have arrived at a Collector. */
  elements: Type.Optional(count),
  /** All elements of the arrays that an Iterator was given. */
  arraySize: Type.Optional(count),
})

/** The answer of `GET /sluice/v1/executions/{arn}`: one execution with what it used and how it was stopped. */
export const GetExecutionResponse = Type.Object({
  execution: Execution,
  usage: list(Type.Object({ modelId: text(), inputTokens: count, outputTokens: count, totalTokens: count })),
  nodes: list(NodeSummary),
  stopProof: Type.Optional(StopProof),
})
export type GetExecutionResponse = Type.Static<typeof GetExecutionResponse>

export const GetExecutionRequest = Type.Object({ executionArn: Type.With(FlowExecutionIdentifier, { in: 'label' }) })
export type GetExecutionRequest = Type.Static<typeof GetExecutionRequest>

export const ListExecutionsRequest = Type.Object({
  flow: query(FlowId),
  kind: query(Type.Enum(['async', 'invoke'])),
  status: query(FlowExecutionStatus),
  maxResults: query(MaxResults),
  nextToken: query(NextToken),
})
export type ListExecutionsRequest = Type.Static<typeof ListExecutionsRequest>

/** The answer of `GET /sluice/v1/executions`. */
export const ListExecutionsResponse = Type.Object({ executions: list(Execution), nextToken: Type.Optional(NextToken) })
export type ListExecutionsResponse = Type.Static<typeof ListExecutionsResponse>

const EventSequence = Type.Integer({ minimum: 0 })

/** `lastEventId` is what a browser says that comes back; it wins over `after`. */
export const FollowExecutionRequest = Type.Object({
  executionArn: Type.With(FlowExecutionIdentifier, { in: 'label' }),
  after: query(EventSequence),
  lastEventId: Type.Optional(header(EventSequence, 'last-event-id')),
})
export type FollowExecutionRequest = Type.Static<typeof FollowExecutionRequest>

/** Without `events` there will never be any. */
export const FollowExecutionResponse = Type.Object({
  events: Type.Optional(serverSentEvents()),
})
