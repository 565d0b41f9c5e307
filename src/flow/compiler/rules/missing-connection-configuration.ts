import type { Rule } from './rule.ts'

export const missingConnectionConfiguration: Rule = ({ connections }) =>
  connections.values().flatMap((at) => {
    const { name, type, configuration } = at.connection
    const member = type === 'Data' ? 'data' : 'conditional'
    if (configuration?.[member]) return []
    return [
      {
        severity: 'Error' as const,
        type: 'MissingConnectionConfiguration' as const,
        message: `Connection ${name} is of type ${type} and needs the configuration ${member}.`,
        details: { missingConnectionConfiguration: { connection: name } },
        at,
      },
    ]
  })
