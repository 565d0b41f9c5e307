import { flowArn } from '../../contract/arn.ts'
import type { ServiceException } from '../../contract/exceptions.ts'
import { ConflictException, ServiceQuotaExceededException, ValidationException } from '../../contract/exceptions.ts'
import type { OperationInput } from '../../contract/operations.ts'
import type { Created } from '../../engine/event-log.ts'
import type { CompiledFlow } from '../../flow/compiler/compiled-flow.ts'
import type { Json } from '../../lib/json.ts'
import { inTime } from './in-time.ts'
import type { OperationContext } from './operation.ts'
import { operation } from './operation.ts'

type Input = OperationInput<'StartFlowExecution'>

/** `POST .../executions` - starts an execution; it is durable when this answers. */
export const startFlowExecution = operation('StartFlowExecution', async (input, context) => {
  const name = input.flowExecutionName ?? context.ids.uuid()
  const nonce = context.invocationId ?? context.ids.uuid()
  const first = await start(input, { ...context, name, nonce })
  // The alias may have been given another version between its resolution and the write: what it leads to now is as good.
  const created = 'refused' in first && first.refused === 'alias' ? await start(input, { ...context, name, nonce }) : first
  if ('refused' in created) throw refusal(created.refused, name)
  return created
})

const start = async (input: Input, context: OperationContext & { name: string; nonce: string }): Promise<Started> => {
  const { caller, resources, engine, flows, limits, quotas, name, nonce } = context
  const alias = await resources.resolveAlias(input.flowIdentifier, input.flowAliasIdentifier)
  const document = documentFor(await flows.get(alias.definitionHash), input, limits.valueBytes)
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
      kind: 'async',
      flowVersion,
      definitionHash,
      executionRoleArn,
      ...(customerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn }),
      startToken: `${nonce} ${flowId} ${aliasId} ${input.flowExecutionName ?? ''}`,
      quota: quotas.runningExecutions,
      document,
      limits,
      ...(concurrency?.type === 'Manual' && concurrency.maxConcurrency !== undefined && { maxConcurrency: concurrency.maxConcurrency }),
      ...(latency !== undefined && { latency }),
      caller: accessKeyId,
    }),
  )
  if ('refused' in created) return created
  return { executionArn: 'existing' in created ? created.existing : executionArn }
}

type Started = { readonly executionArn: string } | Extract<Created, { refused: unknown }>

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
  if (Buffer.byteLength(JSON.stringify(document)) > valueBytes) {
    throw new ValidationException(`The input document is larger than ${valueBytes} bytes (setting limits.valueBytes).`)
  }
  return document
}

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
