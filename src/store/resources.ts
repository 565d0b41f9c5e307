import type { Tags } from '../contract/tag.ts'
import type { Page } from '../engine/executions.ts'
import type { FlowAlias, NewFlowAlias, RunnableAlias } from './flow-alias.ts'
import type { DeclaredFlow, Flow, FlowVersion, NewFlow, Preparation } from './flow.ts'
import type { Partition } from './partition.ts'
import type { NewPrompt, Prompt } from './prompt.ts'

export interface PageRequest {
  readonly limit: number
  /** Where the last page ended, as its `next` said. */
  readonly after?: string
}

/** How something is created. */
export interface Creation {
  /** So many there may be. */
  readonly quota: number
  /**
   * A token that was used before in the same operation answers what was created then, and creates nothing.
   * @throws ConflictException - it came with other parameters.
   */
  readonly clientToken?: string | undefined
}
export interface TaggedCreation extends Creation {
  readonly tags?: Tags | undefined
}

export interface Deletion {
  /** Also deletes what uses the resource. @defaultValue false */
  readonly skipResourceInUseCheck?: boolean
}

/** What is kept of flows and prompts. */
export interface Resources {
  /** Bound to one account and region, so that no operation can forget them. */
  of(partition: Partition): PartitionResources
  /** Forgets client tokens older than a time. Answers how many: as many as `limit` may leave some. */
  forgetTokens(before: number, limit: number): Promise<number>
}

/**
 * Identifiers are ids or ARNs; an ARN of another account, region or parent is not found.
 * @throws ResourceNotFoundException - naming the first identifier that does not fit.
 */
export interface PartitionResources extends FlowResources, FlowVersionResources, FlowAliasResources, PromptResources, TagResources {}

export interface FlowResources {
  /** Also creates the alias TSTALIASID. @throws ServiceQuotaExceededException */
  createFlow(flow: NewFlow, creation: TaggedCreation): Promise<Flow>
  getFlow(flowIdentifier: string): Promise<Flow>
  /** Replaces the DRAFT, which has to be prepared again. What is left out is gone. */
  updateFlow(flowIdentifier: string, flow: NewFlow): Promise<Flow>
  /** With its versions and TSTALIASID. Answers its id. @throws ConflictException - it has another alias, or executions run. */
  deleteFlow(flowIdentifier: string, deletion: Deletion): Promise<string>
  /** Newest update first, without their definitions. */
  listFlows(page: PageRequest): Promise<Page<Flow>>
  /** The result of checking the definition at `revision`. @throws ConflictException - the flow has changed since. */
  savePreparation(flowIdentifier: string, revision: number, outcome: Preparation): Promise<void>
  /** Makes flows Prepared as they are declared, created or changed, all of them or none; beyond any quota. Nothing else of them
   *  goes. Answers the ids of those that changed. @throws ConflictException - another alias of the flow has the alias's name. */
  declareFlows(flows: readonly DeclaredFlow[]): Promise<readonly string[]>
}

export interface FlowVersionResources {
  /** Copies the prepared DRAFT. Numbers count from 1 and are never used again.
   *  @throws ConflictException - not Prepared. @throws ServiceQuotaExceededException - `max-number-flow-versions`. */
  createFlowVersion(flowIdentifier: string, version: { readonly description?: string }, creation: Creation): Promise<FlowVersion>
  getFlowVersion(flowIdentifier: string, version: string): Promise<FlowVersion>
  /** Lowest number first, without their definitions. */
  listFlowVersions(flowIdentifier: string, page: PageRequest): Promise<Page<FlowVersion>>
  /** Answers the flow's id. @throws ConflictException - an alias leads to it, or executions run by one that is to go. */
  deleteFlowVersion(flowIdentifier: string, version: string, deletion: Deletion): Promise<string>
}

export interface FlowAliasResources {
  /** @throws ResourceNotFoundException - no such version. @throws ConflictException - the name is taken. */
  createFlowAlias(flowIdentifier: string, alias: NewFlowAlias, creation: TaggedCreation): Promise<FlowAlias>
  getFlowAlias(flowIdentifier: string, aliasIdentifier: string): Promise<FlowAlias>
  /** Replaces it; what is left out is gone. @throws ValidationException - TSTALIASID keeps its name and leads to the DRAFT. */
  updateFlowAlias(flowIdentifier: string, aliasIdentifier: string, alias: NewFlowAlias): Promise<FlowAlias>
  /** Newest update first, TSTALIASID among them. */
  listFlowAliases(flowIdentifier: string, page: PageRequest): Promise<Page<FlowAlias>>
  /** @throws ValidationException - TSTALIASID. @throws ConflictException - executions run by it. */
  deleteFlowAlias(flowIdentifier: string, aliasIdentifier: string): Promise<Pick<FlowAlias, 'flowId' | 'id'>>
  /** @throws AliasNotPrepared */
  resolveAlias(flowIdentifier: string, aliasIdentifier: string): Promise<RunnableAlias>
}

/** A prompt's ARN may name a version. @throws ValidationException - where it must not, or names another than `version`. */
export interface PromptResources {
  /** @throws ServiceQuotaExceededException */
  createPrompt(prompt: NewPrompt, creation: TaggedCreation): Promise<Prompt>
  /** @param version - left out: the one that the identifier names, else the DRAFT. */
  getPrompt(promptIdentifier: string, version?: string): Promise<Prompt>
  /** Replaces the DRAFT; what is left out is gone. */
  updatePrompt(promptIdentifier: string, prompt: NewPrompt): Promise<Prompt>
  /** One version; without any, the prompt with all its versions. */
  deletePrompt(promptIdentifier: string, version?: string): Promise<{ readonly id: string; readonly version?: string }>
  /** The DRAFTs, newest update first, without their variants. */
  listPrompts(page: PageRequest): Promise<Page<Prompt>>
  /** The DRAFT, then the versions, lowest number first, without their variants. */
  listPromptVersions(promptIdentifier: string, page: PageRequest): Promise<Page<Prompt>>
  /** Copies the DRAFT. Numbers count from 1 and are never used again. @throws ServiceQuotaExceededException */
  createPromptVersion(promptIdentifier: string, version: { readonly description?: string }, creation: TaggedCreation): Promise<Prompt>
}

/** Of flows, aliases, prompts and prompt versions, by their ARNs. */
export interface TagResources {
  /** Keeps the tags that it has beside the new ones. @throws ServiceQuotaExceededException - more than 50. */
  tagResource(resourceArn: string, tags: Tags): Promise<void>
  untagResource(resourceArn: string, tagKeys: readonly string[]): Promise<void>
  listTagsForResource(resourceArn: string): Promise<Tags>
}
