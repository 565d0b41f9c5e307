import type { PromptVariant } from '../contract/prompt.ts'

/** What the author of a prompt says of it. */
export interface NewPrompt {
  readonly name: string
  readonly description?: string
  readonly customerEncryptionKeyArn?: string
  readonly defaultVariant?: string
  readonly variants?: readonly PromptVariant[]
}

/** A prompt's DRAFT, or an immutable copy of it with a number and a description of its own. Times are milliseconds UTC. */
export interface Prompt extends NewPrompt {
  readonly id: string
  readonly arn: string
  /** `DRAFT` or a number. */
  readonly version: string
  readonly createdAt: number
  readonly updatedAt: number
}
