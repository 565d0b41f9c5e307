import type { PromptVariant } from '../../contract/prompt.ts'

/** Keeps prompts beside the flows that use them. */
export interface PromptLibrary {
  /**
   * The default variant of a prompt's DRAFT, or of the version that the ARN names, as it is right now.
   * @param executionArn - of the one that asks: it sees what is its account's and region's.
   * @throws NodeError - there is no such prompt, no variant of it, or no message in that.
   */
  get(promptArn: string, executionArn: string): Promise<PromptVariant>
}
