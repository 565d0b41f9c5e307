import { cyclicConnection } from './cyclic-connection.ts'
import { malformedConditionExpression } from './malformed-condition-expression.ts'
import { malformedNodeInputExpression } from './malformed-node-input-expression.ts'
import { missingConnectionConfiguration } from './missing-connection-configuration.ts'
import { missingDefaultCondition } from './missing-default-condition.ts'
import { missingEndingNodes } from './missing-ending-nodes.ts'
import { missingNodeConfiguration } from './missing-node-configuration.ts'
import { missingNodeInput } from './missing-node-input.ts'
import { missingNodeOutput } from './missing-node-output.ts'
import { missingStartingNodes } from './missing-starting-nodes.ts'
import { multipleNodeInputConnections } from './multiple-node-input-connections.ts'
import type { Rule } from './rule.ts'
import { unfulfilledNodeInput } from './unfulfilled-node-input.ts'
import { unknownConnectionCondition } from './unknown-connection-condition.ts'
import { unknownConnectionSource } from './unknown-connection-source.ts'
import { unknownConnectionSourceOutput } from './unknown-connection-source-output.ts'
import { unknownConnectionTarget } from './unknown-connection-target.ts'
import { unknownConnectionTargetInput } from './unknown-connection-target-input.ts'
import { unknownNodeInput } from './unknown-node-input.ts'
import { unknownNodeOutput } from './unknown-node-output.ts'
import { unspecified } from './unspecified.ts'

/** Every rule that needs no knowledge of one kind of node, in the order in which their findings are shown. */
export const rules: readonly Rule[] = [
  unspecified,
  missingStartingNodes,
  missingEndingNodes,
  missingNodeConfiguration,
  missingNodeInput,
  missingNodeOutput,
  unknownNodeInput,
  unknownNodeOutput,
  malformedNodeInputExpression,
  malformedConditionExpression,
  missingDefaultCondition,
  missingConnectionConfiguration,
  unknownConnectionSource,
  unknownConnectionSourceOutput,
  unknownConnectionTarget,
  unknownConnectionTargetInput,
  unknownConnectionCondition,
  multipleNodeInputConnections,
  unfulfilledNodeInput,
  cyclicConnection,
]
