import type { FlowVersion } from '../../store/flow.ts'

/** A version of a flow as AWS shows it. */
export const showFlowVersion = ({ createdAt, ...version }: FlowVersion) => ({ ...version, createdAt: new Date(createdAt).toISOString() })
