import { aliasOf, flowOf, iso, More, refuseIf, Refused, shortId } from './model.ts'
import type { ModelAlias, ModelExecution, ModelFlow, Turn } from './model.ts'
import type { Modelled } from './operations.ts'

/** Executions whose model never answers: they run until they are stopped. */
export const executionModel = {
  /** What the alias leads to is looked up, and once more if it leads elsewhere when the execution is written. */
  StartFlowExecution({ flowIdentifier, flowAliasIdentifier, flowExecutionName, inputs }, turn) {
    const resolve = (now: Turn, tries: number): More => {
      const { alias, flow } = aliasOf(now, flowIdentifier, flowAliasIdentifier)
      const target = targetOf(flow, alias)
      const definition = JSON.stringify(target.flow.definition)
      if (inputs[0]?.nodeName !== 'Start') throw new Refused('ValidationException')
      return new More({ tries, version: target.flowVersion, definition }, (later) => {
        const same = leadsTo(later, { flowIdentifier, flowAliasIdentifier }, { flowVersion: target.flowVersion, definition })
        if (!same && tries === 1) throw new Refused('ConflictException')
        return same ? create(later, target) : new More('again', (again) => resolve(again, tries + 1))
      })
    }
    const create = (later: Turn, target: Target): object => {
      const { state, now, seen, prefix, quota } = later
      const { flowId, aliasId } = aliasOf(later, flowIdentifier, flowAliasIdentifier)
      const name = flowExecutionName ?? String(seen['executionArn']).split('/').at(-1)
      const executionArn = `${prefix}flow/${flowId}/alias/${aliasId}/execution/${name}`
      refuseIf({
        ConflictException: state.executions.some((other) => other.executionArn === executionArn),
        ServiceQuotaExceededException: state.executions.filter(({ status }) => status === 'Running').length >= quota,
      })
      state.executions.push({ executionArn, flowId, aliasId, ...target, startedAt: now, status: 'Running' })
      return { executionArn }
    }
    return resolve(turn, 0)
  },
  GetFlowExecution(labels, turn) {
    const execution = executionOf(labels, turn)
    return { ...shown(execution), startedAt: iso(execution.startedAt) }
  },
  GetExecutionFlowSnapshot(labels, turn) {
    const { flowId, aliasId, flowVersion, flow } = executionOf(labels, turn)
    const { definition, executionRoleArn, customerEncryptionKeyArn } = flow
    return {
      flowIdentifier: flowId,
      flowAliasIdentifier: aliasId,
      flowVersion,
      definition,
      executionRoleArn,
      ...(customerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn }),
    }
  },
  StopFlowExecution(labels, turn) {
    const execution = executionOf(labels, turn)
    execution.status = 'Aborted'
    return { executionArn: execution.executionArn, status: 'Aborted' }
  },
  ListFlowExecutions({ flowIdentifier, flowAliasIdentifier }, turn) {
    const { flowId } = flowOf(turn, flowIdentifier)
    const filter = flowAliasIdentifier === undefined ? {} : aliasOf(turn, flowIdentifier, flowAliasIdentifier)
    const found = turn.state.executions.filter((one) => one.flowId === flowId && (!('aliasId' in filter) || one.aliasId === filter.aliasId))
    return { flowExecutionSummaries: found.toReversed().map((one) => ({ ...shown(one), createdAt: iso(one.startedAt) })) }
  },
} satisfies Modelled

type Target = Pick<ModelExecution, 'flowVersion' | 'flow'>

const targetOf = (flow: ModelFlow, { written }: ModelAlias): Target => {
  const flowVersion = written.routingConfiguration[0]?.flowVersion ?? ''
  if (flowVersion === 'DRAFT' && flow.status !== 'Prepared') throw new Refused('ValidationException')
  const target = flowVersion === 'DRAFT' ? flow : flow.versions[flowVersion]
  if (!target) throw new Error(`An alias leads to ${flowVersion}, which is not there`)
  return { flowVersion, flow: structuredClone(target.written) }
}

const leadsTo = (
  turn: Turn,
  { flowIdentifier, flowAliasIdentifier }: { flowIdentifier: string; flowAliasIdentifier: string },
  { flowVersion, definition }: { flowVersion: string; definition: string },
): boolean => {
  try {
    const { alias, flow } = aliasOf(turn, flowIdentifier, flowAliasIdentifier)
    const target = targetOf(flow, alias)
    return target.flowVersion === flowVersion && JSON.stringify(target.flow.definition) === definition
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

/** Found by its own ids also when flow and alias are gone. */
const executionOf = (
  {
    flowIdentifier,
    flowAliasIdentifier,
    executionIdentifier,
  }: Record<'flowIdentifier' | 'flowAliasIdentifier' | 'executionIdentifier', string>,
  { state, prefix }: Turn,
): ModelExecution => {
  const flowId = shortId(flowIdentifier, `${prefix}flow/`)
  const aliasId = shortId(flowAliasIdentifier, `${prefix}flow/${flowId}/alias/`)
  const name = shortId(executionIdentifier, `${prefix}flow/${flowId}/alias/${aliasId}/execution/`)
  const executionArn = `${prefix}flow/${flowId}/alias/${aliasId}/execution/${name}`
  const found = state.executions.find((one) => one.executionArn === executionArn)
  if (!found) throw new Refused('ResourceNotFoundException')
  return found
}

const shown = ({ executionArn, flowId, aliasId, flowVersion, status }: ModelExecution) => ({
  executionArn,
  flowIdentifier: flowId,
  flowAliasIdentifier: aliasId,
  flowVersion,
  status,
  endedAt: status === 'Aborted',
})

interface By {
  readonly flowId: string
  readonly aliasId?: string
}

const runningBy = ({ state }: Turn, { flowId, aliasId }: By): readonly ModelExecution[] =>
  state.executions.filter((one) => one.status === 'Running' && one.flowId === flowId && (aliasId === undefined || one.aliasId === aliasId))

export const isRunning = (turn: Turn, by: By): boolean => runningBy(turn, by).length > 0

/** Finds those that run, and stops each of them; then goes on. `memory`: what that needs beside. */
export const stopping = (by: By, memory: unknown, then: (turn: Turn) => object): More => {
  const stop = ([first, ...others]: readonly string[]): More =>
    new More({ by, memory, first, others }, (turn) => {
      if (first === undefined) return then(turn)
      for (const execution of turn.state.executions) if (execution.executionArn === first) execution.status = 'Aborted'
      return stop(others)
    })
  return new More({ by, memory }, (turn) => stop(runningBy(turn, by).map(({ executionArn }) => executionArn)))
}
