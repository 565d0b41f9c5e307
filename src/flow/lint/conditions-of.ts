import type { ConditionExpression } from '../expression/condition.ts'
import { parseCondition } from '../expression/parse-condition.ts'
import type { DefinitionPart } from '../places/definition-part.ts'
import type { DefinitionPath } from '../places/definition-path.ts'
import { nodesOf, type PlacedNode } from './nodes-of.ts'

/** A condition that can be read, with the place of its text. */
export interface PlacedCondition {
  readonly name: string
  readonly expression: ConditionExpression
  readonly path: DefinitionPath
  readonly node: PlacedNode['node']
}

/** The conditions of all Condition nodes, and those by which Loops go on. */
export const conditionsOf = (parts: readonly DefinitionPart[]): readonly PlacedCondition[] =>
  nodesOf(parts).flatMap(({ node, path }) => {
    const { condition, loopController } = node.configuration ?? {}
    return [
      ...(condition?.conditions ?? []).map((each, index) => ({ ...each, at: ['condition', 'conditions', index] })),
      ...(loopController ? [{ ...loopController.continueCondition, at: ['loopController', 'continueCondition'] }] : []),
    ].flatMap(({ name, expression = '', at }) => {
      const parsed = parseCondition(expression)
      return 'cause' in parsed ? [] : { name, expression: parsed.expression, node, path: [...path, 'configuration', ...at, 'expression'] }
    })
  })
