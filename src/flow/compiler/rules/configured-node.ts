import type { Rule } from './rule.ts'

/** What a node's type finds in its configuration: references that are empty, above all. */
export const configuredNode: Rule = ({ nodes }) =>
  nodes.flatMap((at) => (at.type.check?.(at.node) ?? []).map((finding) => ({ ...finding, at })))
