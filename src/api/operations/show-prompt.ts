import type { Prompt } from '../../store/prompt.ts'

/** A prompt, or a version of one, as AWS shows it. */
export const showPrompt = ({ createdAt, updatedAt, ...prompt }: Prompt) => ({
  ...prompt,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})
