import type { Context } from './condition-keys.ts'
import type { Condition, Effect } from './condition.ts'

/** A policy of an identity, ready to be asked. */
export interface Policy {
  /** What people call it: its file. */
  readonly name: string
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly effect: Effect
  /** The policy's name. */
  readonly policy: string
  /** `StopOnly`, else `statement 2`. */
  readonly name: string
  /** Whether it is about an action such as `bedrock:GetFlow`. */
  readonly isAbout: (action: string) => boolean
  /** Whether it is about a resource, by its ARN or `*`. */
  readonly covers: (resource: string, context: Context) => boolean
  /** All of them must hold. */
  readonly conditions: readonly Condition[]
  /** The condition keys that it reads, in lower case. */
  readonly keys: ReadonlySet<string>
}
