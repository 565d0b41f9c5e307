import { firstFindings } from './first-findings.ts'
import { isElsewhere } from './invalid-loop-boundary.ts'
import type { Rule } from './rule.ts'

export const unknownConnectionTarget: Rule = (index) =>
  firstFindings(index.incomplete, (at) => {
    const { name, target } = at.connection
    if (at.target || isElsewhere(target, index)) return undefined
    return {
      severity: 'Error',
      type: 'UnknownConnectionTarget',
      message: `Connection ${name} references an unknown target node, ${target}.`,
      details: { unknownConnectionTarget: { connection: name } },
      at,
    }
  })
