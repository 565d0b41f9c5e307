import { isBroken, isSound } from './definitions.ts'
import { addTags, flowOf, iso, More, newId, once, refusals, refuseIf, reserved, Refused } from './model.ts'
import type { ModelFlow, Turn } from './model.ts'
import { isRunning, stopping } from './model-executions.ts'
import type { Modelled } from './operations.ts'

/** Flows and their versions. */
export const flowModel = {
  CreateFlow({ clientToken: token, tags, ...written }, turn) {
    const { state, now, prefix, quota } = turn
    const or = refusals({ ValidationException: isBroken(written.definition) || reserved(tags) })
    return once(turn, { operation: 'CreateFlow', token, parameters: { tags, ...written }, or }, () => {
      refuseIf({
        ValidationException: or.length > 0,
        ServiceQuotaExceededException: Object.keys(state.flows).length >= quota,
      })
      const id = newId(state.flows, turn)
      const test = { written: { name: 'TSTALIASID', routingConfiguration: [{ flowVersion: 'DRAFT' }] }, createdAt: now, updatedAt: now }
      const times = { createdAt: now, updatedAt: now }
      const flow: ModelFlow = {
        written,
        status: 'NotPrepared',
        ...times,
        revision: 0,
        lastVersion: 0,
        versions: {},
        aliases: { TSTALIASID: test },
      }
      state.flows[id] = flow
      addTags(turn, `${prefix}flow/${id}`, tags)
      return shown(turn, id, flow)
    })
  },
  GetFlow({ flowIdentifier, includedData }, turn) {
    const { flowId, flow } = flowOf(turn, flowIdentifier)
    const { definition, ...metadata } = shown(turn, flowId, flow)
    const validations = flow.status === 'Failed'
    return includedData === 'METADATA_ONLY' ? { ...metadata, validations } : { ...metadata, definition, validations }
  },
  UpdateFlow({ flowIdentifier, ...written }, turn) {
    const invalid = isBroken(written.definition)
    const { flowId, flow } = orElse(invalid, () => flowOf(turn, flowIdentifier))
    refuseIf({ ValidationException: invalid })
    flow.written = written
    flow.status = 'NotPrepared'
    flow.revision++
    flow.updatedAt = Math.max(flow.updatedAt, turn.now)
    return shown(turn, flowId, flow)
  },
  /** What is checked is the definition of one moment; what was written meanwhile makes it void. */
  PrepareFlow({ flowIdentifier }, turn) {
    const { revision } = flowOf(turn, flowIdentifier).flow
    return new More(revision, (later) => {
      const { flowId, flow } = flowOf(later, flowIdentifier)
      refuseIf({ ConflictException: flow.revision !== revision })
      flow.status = isSound(flow.written.definition) ? 'Prepared' : 'Failed'
      flow.updatedAt = Math.max(flow.updatedAt, later.now)
      return { id: flowId, status: 'Preparing' }
    })
  },
  /** With the flag, those that run are stopped one by one: others may be started meanwhile. */
  DeleteFlow({ flowIdentifier, skipResourceInUseCheck = false }, turn) {
    const { flowId } = flowOf(turn, flowIdentifier)
    const remove = (later: Turn): object => {
      const { flow } = flowOf(later, flowId)
      const inUse = !skipResourceInUseCheck && Object.keys(flow.aliases).length > 1
      refuseIf({ ConflictException: inUse || isRunning(later, { flowId }) })
      const arn = `${turn.prefix}flow/${flowId}`
      for (const id of Object.keys(flow.aliases)) delete later.state.tags[`${arn}/alias/${id}`]
      delete later.state.tags[arn]
      delete later.state.flows[flowId]
      return { id: flowId }
    }
    return skipResourceInUseCheck ? stopping({ flowId }, 'flow', remove) : new More('in use', remove)
  },
  ListFlows(_, turn) {
    const flowSummaries = Object.entries(turn.state.flows).map(([id, flow]) => {
      const { definition: _d, executionRoleArn: _r, customerEncryptionKeyArn: _k, ...summary } = shown(turn, id, flow)
      return summary
    })
    return { flowSummaries }
  },
  CreateFlowVersion({ flowIdentifier, clientToken: token, description }, turn) {
    const { state, now, prefix, quota } = turn
    const flowId = flowIdentifier.startsWith(prefix) ? flowIdentifier.slice(`${prefix}flow/`.length) : flowIdentifier
    const or = refusals({ ResourceNotFoundException: !state.flows[flowId] })
    return once(turn, { operation: 'CreateFlowVersion', token, parameters: { flowId, description }, or }, () => {
      const { flow } = flowOf(turn, flowIdentifier)
      refuseIf({
        ConflictException: flow.status !== 'Prepared',
        ServiceQuotaExceededException: Object.keys(flow.versions).length >= quota,
      })
      const { description: _, ...copied } = flow.written
      flow.lastVersion++
      const version = { written: { ...copied, ...(description !== undefined && { description }) }, createdAt: now }
      flow.versions[flow.lastVersion] = version
      return shownVersion(turn, { flowId, version: String(flow.lastVersion) })
    })
  },
  GetFlowVersion({ flowIdentifier, flowVersion: version, includedData }, turn) {
    const { flowId } = versionOf(turn, flowIdentifier, version)
    const { definition, ...metadata } = shownVersion(turn, { flowId, version })
    return includedData === 'METADATA_ONLY' ? metadata : { ...metadata, definition }
  },
  ListFlowVersions({ flowIdentifier }, turn) {
    const { flowId, flow } = flowOf(turn, flowIdentifier)
    const flowVersionSummaries = Object.keys(flow.versions).map((number) => {
      const { id, arn, status, createdAt, version } = shownVersion(turn, { flowId, version: number })
      return { id, arn, status, createdAt, version }
    })
    return { flowVersionSummaries }
  },
  /** With the flag, the aliases that lead there go too, and what runs by them is stopped before. */
  DeleteFlowVersion({ flowIdentifier, flowVersion: version, skipResourceInUseCheck = false }, turn) {
    const { flowId } = versionOf(turn, flowIdentifier, version)
    const remove = (later: Turn): object => {
      const { flow } = versionOf(later, flowId, version)
      const aliases = aliasesTo(flow, version)
      refuseIf({
        ConflictException: skipResourceInUseCheck ? aliases.some((aliasId) => isRunning(later, { flowId, aliasId })) : aliases.length > 0,
      })
      for (const id of aliases) {
        delete later.state.tags[`${turn.prefix}flow/${flowId}/alias/${id}`]
        delete flow.aliases[id]
      }
      delete flow.versions[version]
      return { id: flowId, version }
    }
    const stopAll = ([aliasId, ...others]: readonly string[]): More =>
      aliasId === undefined ? new More('delete', remove) : stopping({ flowId, aliasId }, others, () => stopAll(others))
    return new More('aliases', (later) =>
      skipResourceInUseCheck ? stopAll(aliasesTo(flowOf(later, flowId).flow, version)) : remove(later),
    )
  },
} satisfies Modelled

const aliasesTo = ({ aliases }: ModelFlow, version: string): string[] =>
  Object.keys(aliases).filter((id) => aliases[id]?.written.routingConfiguration[0]?.flowVersion === version)

const versionOf = (turn: Turn, flowIdentifier: string, version: string) => {
  const { flowId, flow } = flowOf(turn, flowIdentifier)
  if (!flow.versions[version]) throw new Refused('ResourceNotFoundException')
  return { flowId, flow }
}

/** Something else is wrong with the request too. */
const orElse = <Found>(invalid: boolean, find: () => Found): Found => {
  try {
    return find()
  } catch (error) {
    throw error instanceof Refused && invalid ? new Refused('ValidationException', ...error.names) : error
  }
}

const shown = ({ prefix }: Turn, id: string, { written, status, createdAt, updatedAt }: ModelFlow) => ({
  ...written,
  id,
  arn: `${prefix}flow/${id}`,
  status,
  version: 'DRAFT',
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
})

const shownVersion = (turn: Turn, { flowId, version }: { flowId: string; version: string }) => {
  const { written, createdAt } = flowOf(turn, flowId).flow.versions[version] ?? {}
  return {
    ...written,
    id: flowId,
    arn: `${turn.prefix}flow/${flowId}`,
    version,
    status: 'Prepared',
    createdAt: iso(createdAt ?? 0),
  }
}
