import type { ConverseRequest } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'

/** Nothing that an author wrote is silently ignored. `form`: the type of a provider. */
export const inexpressible = (form: string, what: string, wayOut: string): NodeError =>
  new NodeError(
    'VALIDATION',
    `A provider of the type ${form} cannot express ${what}: ${wayOut}, or route the model id to another provider.`,
  )

/** What only Amazon Bedrock can do. @throws NodeError - VALIDATION: the request asks for it. */
export const refuseOnlyBedrock = (form: string, { guardrailConfig, performanceConfig }: ConverseRequest): void => {
  if (guardrailConfig !== undefined)
    throw inexpressible(form, `the guardrail ${guardrailConfig.guardrailIdentifier}`, "remove the node's guardrailConfiguration")
  if (performanceConfig?.latency === 'optimized')
    throw inexpressible(form, 'performanceConfig.latency optimized', 'ask for standard latency')
}
