import { addTags, aliasOf, flowOf, iso, newId, once, refusals, refuseIf, reserved } from './model.ts'
import type { ModelAlias, ModelFlow, Turn } from './model.ts'
import { isRunning } from './model-executions.ts'
import type { Modelled } from './operations.ts'

export const flowAliasModel = {
  CreateFlowAlias({ flowIdentifier, clientToken: token, tags, ...written }, turn) {
    const { state, now, prefix, quota } = turn
    const flowId = flowIdentifier.startsWith(prefix) ? flowIdentifier.slice(`${prefix}flow/`.length) : flowIdentifier
    const or = refusals({ ResourceNotFoundException: !state.flows[flowId], ValidationException: reserved(tags) })
    return once(turn, { operation: 'CreateFlowAlias', token, parameters: { flowId, tags, ...written }, or }, () => {
      const { flow } = flowOf(turn, flowIdentifier)
      refuseIf({
        ...misfits(flow, undefined, written),
        ValidationException: reserved(tags),
        ServiceQuotaExceededException: Object.keys(flow.aliases).length > quota,
      })
      const id = newId(flow.aliases, turn)
      flow.aliases[id] = { written, createdAt: now, updatedAt: now }
      addTags(turn, `${prefix}flow/${flowId}/alias/${id}`, tags)
      return shown(turn, flowId, id)
    })
  },
  GetFlowAlias({ flowIdentifier, aliasIdentifier }, turn) {
    const { flowId, aliasId } = aliasOf(turn, flowIdentifier, aliasIdentifier)
    return shown(turn, flowId, aliasId)
  },
  UpdateFlowAlias({ flowIdentifier, aliasIdentifier, ...written }, turn) {
    const { flowId, flow, aliasId, alias } = aliasOf(turn, flowIdentifier, aliasIdentifier)
    const { name, routingConfiguration } = written
    const isOther = name !== 'TSTALIASID' || routingConfiguration[0]?.flowVersion !== 'DRAFT'
    refuseIf({ ...misfits(flow, aliasId, written), ValidationException: aliasId === 'TSTALIASID' && isOther })
    alias.written = written
    alias.updatedAt = Math.max(alias.updatedAt, turn.now)
    return shown(turn, flowId, aliasId)
  },
  ListFlowAliases({ flowIdentifier }, turn) {
    const { flowId, flow } = flowOf(turn, flowIdentifier)
    return { flowAliasSummaries: Object.keys(flow.aliases).map((id) => shown(turn, flowId, id)) }
  },
  DeleteFlowAlias({ flowIdentifier, aliasIdentifier }, turn) {
    const { flowId, flow, aliasId } = aliasOf(turn, flowIdentifier, aliasIdentifier)
    refuseIf({ ValidationException: aliasId === 'TSTALIASID', ConflictException: isRunning(turn, { flowId, aliasId }) })
    delete turn.state.tags[`${turn.prefix}flow/${flowId}/alias/${aliasId}`]
    delete flow.aliases[aliasId]
    return { flowId, id: aliasId }
  },
} satisfies Modelled

/** Its version must be there, its name must be its own. */
const misfits = ({ versions, aliases }: ModelFlow, aliasId: string | undefined, { name, routingConfiguration }: ModelAlias['written']) => {
  const version = routingConfiguration[0]?.flowVersion ?? ''
  return {
    ResourceNotFoundException: version !== 'DRAFT' && !versions[version],
    ConflictException: Object.keys(aliases).some((id) => id !== aliasId && aliases[id]?.written.name === name),
  }
}

const shown = (turn: Turn, flowId: string, id: string) => {
  const { written, createdAt, updatedAt } = aliasOf(turn, flowId, id).alias
  const arn = `${turn.prefix}flow/${flowId}/alias/${id}`
  return { ...written, id, arn, flowId, createdAt: iso(createdAt), updatedAt: iso(updatedAt) }
}
