import type { FlowAlias } from '../../store/flow-alias.ts'

/** An alias as AWS shows it. */
export const showFlowAlias = ({ createdAt, updatedAt, routingConfiguration, ...alias }: FlowAlias) => ({
  ...alias,
  routingConfiguration: [...routingConfiguration],
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})
