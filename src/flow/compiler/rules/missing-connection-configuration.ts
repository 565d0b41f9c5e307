import { firstFindings } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const missingConnectionConfiguration: Rule = ({ incomplete }) =>
  firstFindings(incomplete, (at) => {
    const { name, type, configuration } = at.connection
    const member = type === 'Data' ? 'data' : 'conditional'
    if (configuration?.[member]) return undefined
    return {
      severity: 'Error',
      type: 'MissingConnectionConfiguration',
      message: `Connection ${name} is of type ${type} and needs the configuration ${member}.`,
      details: { missingConnectionConfiguration: { connection: name } },
      at,
    }
  })
