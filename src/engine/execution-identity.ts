import type { ExecutionKind } from './event.ts'

/** What an execution is from its start on. */
export interface ExecutionIdentity {
  readonly executionArn: string
  readonly account: string
  readonly region: string
  readonly flowId: string
  readonly aliasId: string
  /** Unique per alias over both kinds. */
  readonly name: string
  readonly kind: ExecutionKind
  readonly flowVersion: string
  readonly definitionHash: string
  readonly executionRoleArn: string
  readonly customerEncryptionKeyArn?: string
}
