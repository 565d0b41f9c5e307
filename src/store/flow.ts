import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { FlowStatus } from '../contract/flow.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import type { FlowAlias } from './flow-alias.ts'

/** A flow's DRAFT. Times are milliseconds UTC. */
export interface Flow extends NewFlow {
  readonly id: string
  readonly arn: string
  readonly status: FlowStatus
  readonly validations: readonly FlowValidation[]
  readonly createdAt: number
  readonly updatedAt: number
  /** Rises with every change: a preparation is written only for the definition that was checked. */
  readonly revision: number
}

/** What the author of a flow says of it. */
export interface NewFlow {
  readonly name: string
  readonly description?: string
  readonly executionRoleArn: string
  readonly customerEncryptionKeyArn?: string
  readonly definition?: FlowDefinition
}

/** A flow of the configuration: what it is stands there, its id too. */
export interface DeclaredFlow extends NewFlow {
  readonly id: string
  /** Has been checked: it can run. */
  readonly definition: FlowDefinition
  readonly validations: readonly FlowValidation[]
  /** Leads to the DRAFT. */
  readonly alias?: Pick<FlowAlias, 'id' | 'name'>
}

/** The result of checking a DRAFT. */
export interface Preparation {
  readonly status: 'Prepared' | 'Failed'
  readonly validations: readonly FlowValidation[]
}

/** An immutable copy of a prepared DRAFT. Its description is its own. */
export interface FlowVersion extends NewFlow {
  readonly id: string
  readonly arn: string
  readonly version: string
  readonly status: 'Prepared'
  readonly createdAt: number
}
