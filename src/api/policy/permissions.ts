import { conditionKey } from './condition-keys.ts'
import type { Context } from './condition-keys.ts'
import { holds } from './condition.ts'
import type { Policy, Statement } from './policy.ts'

/** What somebody wants to do. */
export interface AccessRequest {
  /** As `bedrock:GetFlow`. */
  readonly action: string
  /** An ARN; `*` for an action that is about none. */
  readonly resource: string
  readonly context: Context
}

export interface Decision {
  readonly isAllowed: boolean
  /** The statement that decides; none where no statement allows it. */
  readonly by?: Statement
}

/** What the policies of one user allow. */
export interface Permissions {
  /** The same as `decide`; what the answer depends on is worked out once. */
  decide(request: AccessRequest): Decision
  /** Whether a statement about the action reads a condition key that begins so, in lower case. */
  reads(action: string, key: string): boolean
}

/**
 * What policies say, in any order: one Deny that applies denies; else one Allow that applies allows; else nothing does.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const decide = (policies: readonly Policy[], request: AccessRequest): Decision =>
  decideBy(
    policies.flatMap(({ statements }) => statements).filter(({ isAbout }) => isAbout(request.action)),
    request,
  )

const denied: Decision = { isAllowed: false }

const decideBy = (statements: readonly Statement[], { resource, context }: AccessRequest): Decision => {
  const applies = ({ covers, conditions, effect }: Statement): boolean =>
    covers(resource, context) && conditions.every((condition) => holds(condition, context, effect))
  let allowing: Statement | undefined
  for (const statement of statements) {
    if ((statement.effect === 'Allow' && allowing !== undefined) || !applies(statement)) continue
    if (statement.effect === 'Deny') return { isAllowed: false, by: statement }
    allowing = statement
  }
  return allowing === undefined ? denied : { isAllowed: true, by: allowing }
}

const mostDecisions = 2_048
/** No ARN of what there can be here is as long: what a caller makes up must not fill the memory. */
const longestKept = 256

interface Relevant {
  readonly statements: readonly Statement[]
  /** Whether the same action on the same resource in the same region is always decided alike. */
  readonly isStable: boolean
}

/** Of one user: decisions are kept as long as nothing they depend on can differ between two requests, the latest that were made. */
export const permissionsOf = (policies: readonly Policy[]): Permissions => {
  const all = policies.flatMap(({ statements }) => statements)
  const byAction = new Map<string, Relevant>()
  const decisions = new Map<string, Decision>()
  const about = (action: string): Relevant => {
    const known = byAction.get(action)
    if (known !== undefined) return known
    const statements = all.filter(({ isAbout }) => isAbout(action))
    const isStable = statements.every(({ keys }) => [...keys].every((key) => conditionKey(key)?.varies === false))
    const found = { statements, isStable }
    byAction.set(action, found)
    return found
  }
  return {
    reads: (action, key) => about(action).statements.some(({ keys }) => [...keys].some((each) => each.startsWith(key))),
    decide(request) {
      const { action, resource, context } = request
      const { statements, isStable } = about(action)
      if (!isStable || resource.length > longestKept) return decideBy(statements, request)
      const question = `${action} ${context('aws:requestedregion').join()} ${resource}`
      const known = decisions.get(question)
      if (known !== undefined) return known
      const decision = decideBy(statements, request)
      const [oldest] = decisions.keys()
      if (decisions.size >= mostDecisions && oldest !== undefined) decisions.delete(oldest)
      decisions.set(question, decision)
      return decision
    },
  }
}
