import { ValidationException } from '../contract/exceptions.ts'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { FlowStatus } from '../contract/flow.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import type { Page } from '../engine/executions.ts'

/** Whose resources: every key starts with it. */
export interface Partition {
  readonly account: string
  readonly region: string
}

/** A flow's DRAFT. Times are milliseconds UTC. */
export interface Flow {
  readonly id: string
  readonly arn: string
  readonly name: string
  readonly description?: string
  readonly executionRoleArn: string
  readonly customerEncryptionKeyArn?: string
  readonly definition?: FlowDefinition
  readonly status: FlowStatus
  readonly validations: readonly FlowValidation[]
  readonly createdAt: number
  readonly updatedAt: number
  /** Rises with every change: a preparation is written only for the definition that was checked. */
  readonly revision: number
}

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

/** An immutable copy of a prepared DRAFT. */
export interface FlowVersion extends Omit<Flow, 'updatedAt' | 'validations' | 'revision'> {
  readonly version: string
}

export interface FlowAlias {
  readonly id: string
  readonly arn: string
  readonly flowId: string
  readonly name: string
  readonly description?: string
  readonly routingConfiguration: readonly { readonly flowVersion?: string }[]
  readonly concurrencyConfiguration?: Concurrency
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Concurrency {
  readonly type: 'Automatic' | 'Manual'
  readonly maxConcurrency?: number
}

export interface NewFlowAlias extends Pick<FlowAlias, 'name' | 'description' | 'routingConfiguration' | 'concurrencyConfiguration'> {}

/** Nothing can run by the alias. AWS's text, which clients look for, and the way out. @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-test.html */
export class AliasNotPrepared extends ValidationException {
  constructor() {
    super(
      'The flow alias is not in prepared state. Retry the request when the state is prepared. ' +
        'PrepareFlow prepares it; GetFlow says why that failed.',
    )
  }
}

/** What an alias leads to right now. */
export interface RunnableAlias {
  readonly flowId: string
  readonly aliasId: string
  readonly aliasArn: string
  readonly flowVersion: string
  readonly definitionHash: string
  readonly executionRoleArn: string
  readonly customerEncryptionKeyArn?: string
  readonly concurrency?: Concurrency
}

export interface PageRequest {
  readonly limit: number
  /** Where the last page ended, as its `next` said. */
  readonly after?: string
}

/** What is kept of flows. Bound to one account and region by `of`, so that no operation can forget them. */
export interface Resources {
  of(partition: Partition): PartitionResources
}

/**
 * Identifiers are ids or ARNs; an ARN of another account, region or parent is not found.
 * @throws ResourceNotFoundException - naming the first identifier that does not fit.
 */
export interface PartitionResources {
  /** Also creates the alias TSTALIASID. @throws ServiceQuotaExceededException - more than `quota` flows. */
  createFlow(flow: NewFlow, quota: number): Promise<Flow>
  getFlow(flowIdentifier: string): Promise<Flow>
  /** Newest update first, without their definitions. */
  listFlows(page: PageRequest): Promise<Page<Flow>>
  /** The result of checking the definition at `revision`. @throws ConflictException - the flow has changed since. */
  savePreparation(flowIdentifier: string, revision: number, outcome: Preparation): Promise<void>
  /** Copies the prepared DRAFT. Numbers count from 1 and are never used again.
   *  @throws ConflictException - not Prepared. @throws ServiceQuotaExceededException - `max-number-flow-versions`. */
  createFlowVersion(flowIdentifier: string, version: { readonly description?: string }, quota: number): Promise<FlowVersion>
  /** @throws ResourceNotFoundException - no such version. @throws ConflictException - the name is taken. */
  createFlowAlias(flowIdentifier: string, alias: NewFlowAlias, quota: number): Promise<FlowAlias>
  getFlowAlias(flowIdentifier: string, aliasIdentifier: string): Promise<FlowAlias>
  /** @throws AliasNotPrepared */
  resolveAlias(flowIdentifier: string, aliasIdentifier: string): Promise<RunnableAlias>
  /** Makes flows Prepared as they are declared, created or changed, all of them or none; beyond any quota. Nothing else of them
   *  goes. Answers the ids of those that changed. @throws ConflictException - another alias of the flow has the alias's name. */
  declareFlows(flows: readonly DeclaredFlow[]): Promise<readonly string[]>
}

export interface Preparation {
  readonly status: 'Prepared' | 'Failed'
  readonly validations: readonly FlowValidation[]
}
