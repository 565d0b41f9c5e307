import { firstFindings } from './first-findings.ts'
import { isElsewhere } from './invalid-loop-boundary.ts'
import type { Rule } from './rule.ts'

export const unknownConnectionSource: Rule = (index) =>
  firstFindings(index.incomplete, (at) => {
    const { name, source } = at.connection
    if (at.source || isElsewhere(source, index)) return undefined
    return {
      severity: 'Error',
      type: 'UnknownConnectionSource',
      message: `Connection ${name} references an unknown source node, ${source}.`,
      details: { unknownConnectionSource: { connection: name } },
      at,
    }
  })
