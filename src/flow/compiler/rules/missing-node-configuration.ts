import { configurationMember } from '../configuration-member.ts'
import type { Rule } from './rule.ts'

/** References that are empty inside a configuration are found by the node's type. */
export const missingNodeConfiguration: Rule = ({ nodes }) =>
  nodes
    .filter(({ node, type }) => !type.configurationOptional && !node.configuration?.[configurationMember(node.type)])
    .map(({ node }) => ({
      severity: 'Error',
      type: 'MissingNodeConfiguration',
      message: `Node ${node.name} is missing its required configuration, ${configurationMember(node.type)}.`,
      details: { missingNodeConfiguration: { node: node.name } },
    }))
