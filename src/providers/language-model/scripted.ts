import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'
import { oneLine } from '../calls/one-line.ts'
import type { Saying } from './spoken-answer.ts'
import { promptOf, refuseGuardrail, speak, within } from './spoken-answer.ts'
import { wildcard } from '../calls/wildcard.ts'

export const scriptedModelId = 'sluice.scripted-v1:0'

/** What the scripted model says to prompts that `match`, in which `*` stands for any characters: one of the two. */
export interface ScriptedRule {
  readonly match: string
  readonly answer?: string
  readonly toolUse?: { readonly name: string; readonly input: JsonObject }
  /** The pause before each word. */
  readonly tokenDelayMs: number
}

/** A model for tests of applications: the first rule that matches the last user message says what it answers. */
export const scriptedLanguageModel = (rules: readonly ScriptedRule[], { clock, ids }: { clock: Clock; ids: Ids }): LanguageModel => {
  const compiled = rules.map((rule) => ({ rule, matches: wildcard(rule.match) }))
  return {
    async converse(request, options) {
      options.signal.throwIfAborted()
      refuseGuardrail(request, scriptedModelId)
      const prompt = promptOf(request)
      const found = compiled.find(({ matches }) => matches(prompt))
      if (!found) throw unscripted(prompt)
      return speak(sayingOf(found.rule, ids, request.inferenceConfig), { request, options, clock, ids })
    },
  }
}

const sayingOf = (
  { answer = '', toolUse, tokenDelayMs }: ScriptedRule,
  ids: Ids,
  inferenceConfig: Parameters<typeof within>[1],
): Saying => {
  if (!toolUse) return { ...within(answer, inferenceConfig), tokenDelayMs }
  return { words: [], stopReason: 'tool_use', content: [{ toolUse: { toolUseId: ids.uuid(), ...toolUse } }], tokenDelayMs }
}

const unscripted = (prompt: string): NodeError =>
  new NodeError(
    'VALIDATION',
    `Model ${scriptedModelId} has no rule for the prompt '${oneLine(prompt)}': add one to models.scripted that matches it.`,
  )
