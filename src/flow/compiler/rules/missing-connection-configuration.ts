import type { Rule } from './rule.ts'

export const missingConnectionConfiguration: Rule = ({ connections }) =>
  connections.flatMap(({ connection: { name, type, configuration } }) => {
    const member = type === 'Data' ? 'data' : 'conditional'
    if (configuration?.[member]) return []
    return {
      severity: 'Error',
      type: 'MissingConnectionConfiguration',
      message: `Connection ${name} is of type ${type} and needs the configuration ${member}.`,
      details: { missingConnectionConfiguration: { connection: name } },
    }
  })
