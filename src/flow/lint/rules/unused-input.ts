import type { FlowNode } from '../../../contract/flow-definition.ts'
import { inputsOf } from '../../expression/condition.ts'
import { parseCondition } from '../../expression/parse-condition.ts'
import { templateTexts } from '../../nodes/prompt-request.ts'
import { variablesOf } from '../../nodes/prompt-template.ts'
import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** An input that no template and no condition of its node mentions: all that it can do is to make the node wait. */
export const unusedInput: LintRule = (parts) =>
  nodesOf(parts).flatMap(({ node, path }) => {
    const used = usedBy(node)
    if (!used) return []
    return (node.inputs ?? []).flatMap(({ name }, index) =>
      used.names.has(name)
        ? []
        : {
            message: `${used.by} of node ${node.name} uses its input ${name}: all that a connection to it does is to make the node wait.`,
            path: [...path, 'inputs', index, 'name'],
          },
    )
  })

/** `undefined`: what it uses is not in the definition. */
const usedBy = ({ configuration }: FlowNode): { readonly by: string; readonly names: ReadonlySet<string> } | undefined => {
  const inline = configuration?.prompt?.sourceConfiguration.inline
  if (inline) return { by: 'No variable of the prompt', names: new Set(variablesOf(templateTexts(inline))) }
  const conditions = configuration?.condition?.conditions
  if (!conditions) return undefined
  const parsed = conditions.flatMap(({ expression }) => (expression === undefined ? [] : parseCondition(expression)))
  if (parsed.some((each) => 'cause' in each)) return undefined
  return { by: 'No condition', names: new Set(parsed.flatMap((each) => ('expression' in each ? [...inputsOf(each.expression)] : []))) }
}
