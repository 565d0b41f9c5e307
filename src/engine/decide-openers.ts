import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { evaluateCondition } from '../flow/expression/condition.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import type { EventPayload, Visit } from './event.ts'
import { guarded, nodeFailure } from './failure.ts'
import { checkLimits } from './limits.ts'
import { checkOutputs } from './outputs.ts'
import { nodeNumber, pathInto } from './place.ts'
import { openingOf } from './scopes.ts'
import type { ExecutionState, RepeatOpening, Scope } from './state.ts'

/** An Iterator's or a Loop's turn. */
interface Turn {
  readonly scope: Scope
  readonly node: CompiledNode
  /** Of the element or iteration that would be next. */
  readonly index: number
}

/** Opens the next scope, or ends a Loop. */
export const goOn = (flow: CompiledFlow, state: ExecutionState, turn: Turn): readonly EventPayload[] => {
  const opening = openingOf(turn.scope, turn.node)
  if (opening.type === 'repeat') return repeat(flow, state, { ...turn, opening })
  const outputs = { arrayItem: opening.items[turn.index] ?? null, arraySize: opening.items.length }
  return putOut(state, turn.node, { node: turn.node.name, path: pathOf(turn), outputs })
}

/**
 * 7. A Loop's iteration ends when its scope is over; then `continueCondition` decides between LoopInput's next output and
 *    the Loop's own. A controller that died is a `nodeFailure` VALIDATION.
 * @remarks Assumed: a Loop goes on while the condition is true; its last iteration by `maxIterations` is a normal end; an output of
 * the LoopInput to which nothing returns keeps its first value.
 */
const repeat = (flow: CompiledFlow, state: ExecutionState, turn: Turn & { readonly opening: RepeatOpening }): readonly EventPayload[] => {
  const { node, index, scope, opening } = turn
  const region = flow.regions[node.opens ?? -1]
  if (region?.type !== 'repeat') throw new Error(`Node ${node.name} repeats nothing`)
  const loopInput = nodeNumber(flow, region.loopInput)
  const begin = (values: Values): readonly EventPayload[] =>
    putOut(state, loopInput, { node: loopInput.name, path: pathOf(turn), outputs: pick(loopInput, values) })
  if (index === 0) return begin(opening.values)

  const controller = nodeNumber(flow, region.loopController)
  const ended: Visit = { node: controller.name, path: pathOf({ ...turn, index: index - 1 }) }
  const { returned } = opening
  if (!returned)
    return nodeFailure(ended, {
      code: 'VALIDATION',
      message: `Node ${controller.name} was not reached: nothing decides whether the loop goes on.`,
    })
  return guarded(ended, () => {
    const most = controller.node.configuration?.loopController?.maxIterations ?? defaultIterations
    if (index < most && continues(controller, returned)) return begin({ ...opening.values, ...back(controller, returned) })
    const outputs = { iterationCount: index, ...ofCategory(controller, returned, 'ExitLoop') }
    return putOut(state, node, { node: node.name, path: scope.path, outputs: pick(node, outputs) })
  })
}

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html */
const defaultIterations = 10

const continues = ({ conditions: [condition] }: CompiledNode, returned: Values): boolean =>
  condition?.expression !== undefined && evaluateCondition(condition.expression, returned)

const back = (controller: CompiledNode, returned: Values): Values => ofCategory(controller, returned, 'ReturnValueToLoopStart')

const ofCategory = ({ inputs }: CompiledNode, values: Values, category: string): Values =>
  Object.fromEntries(
    inputs.flatMap(({ input }) => {
      const value = values[input.name]
      return input.category === category && value !== undefined ? [[input.name, value]] : []
    }),
  )

/** Only what a node declares. */
const pick = ({ outputs }: CompiledNode, values: Values): Values =>
  Object.fromEntries(
    outputs.flatMap(({ name }) => {
      const value = values[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

const putOut = (state: ExecutionState, node: CompiledNode, output: Visit & { readonly outputs: Values }): readonly EventPayload[] =>
  guarded(output, () => {
    checkLimits(state)
    checkOutputs(node, output.outputs)
    return [{ type: 'nodeOutput', ...output }]
  })

/** The path of the scope that is next. */
const pathOf = ({ scope, node, index }: Turn): string => pathInto(scope.path, { node: node.name, index })
