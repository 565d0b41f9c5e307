import { ValidationException } from '../contract/exceptions.ts'

export interface FlowAlias extends NewFlowAlias {
  readonly id: string
  readonly arn: string
  readonly flowId: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** What the author of an alias says of it. */
export interface NewFlowAlias {
  readonly name: string
  readonly description?: string
  readonly routingConfiguration: readonly { readonly flowVersion?: string }[]
  readonly concurrencyConfiguration?: Concurrency
}

export interface Concurrency {
  readonly type: 'Automatic' | 'Manual'
  readonly maxConcurrency?: number
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

/** Nothing can run by the alias. AWS's text, which clients look for, and the way out. @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-test.html */
export class AliasNotPrepared extends ValidationException {
  constructor() {
    super(
      'The flow alias is not in prepared state. Retry the request when the state is prepared. ' +
        'PrepareFlow prepares it; GetFlow says why that failed.',
    )
  }
}
