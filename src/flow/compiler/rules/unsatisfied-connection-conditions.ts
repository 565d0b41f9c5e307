import { unsatisfiedConnections } from '../unsatisfied-connections.ts'
import { reachableNodes } from '../reachable-nodes.ts'
import type { Finding, Rule } from './rule.ts'

/**
 * A connection that no run activates: together with the others of its target it needs two outcomes of one Condition, or what
 * leads to it is never reached.
 * @remarks Assumed: of several Conditional connections one is enough.
 */
export const unsatisfiedConnectionConditions: Rule = (index) => {
  const { nodes } = index
  const outcomes = nodes.reduce((total, { type, conditions }) => total + (type.behaviour === 'choose' ? conditions.size : 0), 0)
  if (outcomes > mostOutcomes) return [tooMany(outcomes)]
  const reached = reachableNodes(index)
  if (!reached || (outcomes === 0 && reached.size === nodes.length)) return []
  return unsatisfiedConnections(index, reached).map(({ connection: at, cause }) => ({
    severity: 'Warning',
    type: 'UnsatisfiedConnectionConditions',
    message: `Connection ${at.connection.name} can never be activated: ${cause}.`,
    details: { unsatisfiedConnectionConditions: { connection: at.connection.name } },
    at,
  }))
}

/** Above, a definition costs more than it is worth. */
const mostOutcomes = 4_096

const tooMany = (count: number): Finding => ({
  severity: 'Warning',
  type: 'Unspecified',
  message: `The flow has ${count} conditions: whether all its connections can be activated is checked up to ${mostOutcomes}.`,
  details: { unspecified: {} },
})
