import { flowArn } from '../../contract/arn.ts'
import type { ServiceException } from '../../contract/exceptions.ts'
import { ConflictException, ServiceQuotaExceededException, ValidationException } from '../../contract/exceptions.ts'
import type { OperationInput } from '../../contract/operations.ts'
import type { ExecutionKind } from '../../engine/event.ts'
import type { Created } from '../../engine/event-log.ts'
import { largerThan } from '../../engine/json-bytes.ts'
import type { CompiledFlow } from '../../flow/compiler/compiled-flow.ts'
import type { Json } from '../../lib/json.ts'
import { compiledFlow } from './compiled-flow.ts'
import { inTime } from './in-time.ts'
import type { OperationContext } from './operation.ts'

/** What both ways to start an execution have in common. */
type Input = Pick<
  OperationInput<'StartFlowExecution'>,
  'flowIdentifier' | 'flowAliasIdentifier' | 'inputs' | 'modelPerformanceConfiguration'
>

interface Starting {
  readonly kind: ExecutionKind
  readonly name: string
  /** The same in all tries of one call, for one flow and alias. */
  readonly tokenOf: (alias: { readonly flowId: string; readonly aliasId: string }) => string
}

export interface StartedExecution {
  readonly executionArn: string
  readonly flow: CompiledFlow
}

/**
 * Starts an execution; it is durable when this resolves.
 * @throws AliasNotPrepared @throws ResourceNotFoundException
 * @throws ValidationException - the document is addressed wrongly, or the definition is not taken any more.
 * @throws ConflictException - the name is taken. @throws ServiceQuotaExceededException
 */
export const startExecution = async (input: Input, context: OperationContext, starting: Starting): Promise<StartedExecution> => {
  const first = await start(input, context, starting)
  // The alias may have been given another version between its resolution and the write: what it leads to now is as good.
  const created = 'refused' in first && first.refused === 'alias' ? await start(input, context, starting) : first
  if ('refused' in created) throw refusal(created.refused, starting.name)
  return created
}

const start = async (
  input: Input,
  { caller, resources, engine, flows, quotas, ...context }: OperationContext,
  { kind, name, tokenOf }: Starting,
): Promise<StartedExecution | Extract<Created, { refused: unknown }>> => {
  const limits = context.limits[kind]
  const alias = await resources.resolveAlias(input.flowIdentifier, input.flowAliasIdentifier)
  const flow = await compiledFlow(alias, { flows })
  const document = documentFor(flow, input, limits.valueBytes)
  const { account, region, accessKeyId } = caller
  const { flowId, aliasId, flowVersion, definitionHash, executionRoleArn, customerEncryptionKeyArn, concurrency } = alias
  const executionArn = flowArn({ account, region, flowId, aliasId, name })
  const latency = input.modelPerformanceConfiguration?.performanceConfig?.latency
  const created = await inTime(
    engine.start({
      executionArn,
      account,
      region,
      flowId,
      aliasId,
      name,
      kind,
      flowVersion,
      definitionHash,
      executionRoleArn,
      ...(customerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn }),
      startToken: tokenOf(alias),
      quota: quotas.runningExecutions,
      document,
      limits,
      ...(concurrency?.type === 'Manual' && concurrency.maxConcurrency !== undefined && { maxConcurrency: concurrency.maxConcurrency }),
      ...(latency !== undefined && { latency }),
      caller: accessKeyId,
    }),
  )
  if ('refused' in created) return created
  return { executionArn: 'existing' in created ? created.existing : executionArn, flow }
}

/** The document for the Input node. @throws ValidationException - addressed to another node or output, or too large. */
const documentFor = (flow: CompiledFlow, { inputs }: Input, valueBytes: number): Json => {
  const input = inputs[0]
  const { name: node, outputs } = flow.start
  const output = outputs[0]?.name ?? 'document'
  if (!input || input.nodeName !== node) {
    throw new ValidationException(`The input names node ${input?.nodeName}, but the flow's Input node is ${node}.`)
  }
  if (input.nodeInputName !== undefined) {
    throw new ValidationException('The input has a nodeInputName, which only answers the question of a running flow. Leave it out.')
  }
  if (input.nodeOutputName !== undefined && input.nodeOutputName !== output) {
    throw new ValidationException(`The input names output ${input.nodeOutputName}, but node ${node} has output ${output} only.`)
  }
  const { document } = input.content
  if (document === undefined) throw new ValidationException(`The input for node ${node} has no content.document.`)
  if (largerThan(document, valueBytes)) {
    throw new ValidationException(`The input document is larger than ${valueBytes} bytes (setting limits.valueBytes).`)
  }
  return document
}

/** @remarks Assumed: a name that an execution of the alias has already, also one that has ended, is a ConflictException. */
const refusal = (reason: Extract<Created, { refused: unknown }>['refused'], name: string): ServiceException => {
  switch (reason) {
    case 'name':
      return new ConflictException(`An execution named ${name} exists already under this alias. Choose another flowExecutionName.`)
    case 'quota':
      return new ServiceQuotaExceededException(
        'The account has as many running executions as it may have (setting quotas.runningExecutions).',
      )
    case 'alias':
      return new ConflictException('The flow alias was changed while the execution started. Retry the request.')
  }
}
