import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Json } from '../lib/json.ts'
import type { Command } from './decide.ts'
import type { ExecutionLimits, Started } from './event.ts'
import type { ExecutionStart } from './event-log.ts'

/** What it takes to start an execution. The deadline follows from the limits. */
export interface StartRequest extends Omit<ExecutionStart, 'deadline'> {
  readonly document: Json
  readonly limits: ExecutionLimits
  readonly maxConcurrency?: number
  readonly latency?: 'standard' | 'optimized'
  /** The access key of the caller. */
  readonly caller: string
}

/** The first events of an execution. */
export const opening = (flow: CompiledFlow, request: StartRequest): Command => {
  const { definitionHash, flowVersion, kind, limits, executionRoleArn, caller } = request
  const { customerEncryptionKeyArn, maxConcurrency, latency } = request
  const started: Started = {
    type: 'started',
    format: 1,
    definitionHash,
    flowVersion,
    kind,
    limits,
    executionRoleArn,
    caller,
    ...(customerEncryptionKeyArn && { customerEncryptionKeyArn }),
    ...(maxConcurrency && { maxConcurrency }),
    ...(latency && { latency }),
  }
  return { events: [started, { type: 'flowInput', node: flow.start.name, document: request.document }] }
}
