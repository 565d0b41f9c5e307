import type { FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'

/** Findings for what is empty in a configuration: AWS's console saves it so while a node is half built. */
export const requiredReferences = (
  node: FlowNode,
  references: Readonly<Record<string, string | readonly unknown[] | undefined>>,
): readonly FlowValidation[] =>
  Object.entries(references)
    .filter(([, reference]) => !reference?.length)
    .map(([member]) => ({
      severity: 'Error',
      type: 'MissingNodeConfiguration',
      message: `Node ${node.name} is missing its required configuration: ${member} is empty.`,
      details: { missingNodeConfiguration: { node: node.name } },
    }))
