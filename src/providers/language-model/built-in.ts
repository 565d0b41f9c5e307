import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { echoLanguageModel, echoModelId } from './echo.ts'
import type { ScriptedRule } from './scripted.ts'
import { scriptedLanguageModel, scriptedModelId } from './scripted.ts'

/** The ids of the models that are always there. A route may lead to them, without a provider. */
export const builtInModelIds: readonly string[] = [echoModelId, scriptedModelId]

export const builtInModels = (
  scripted: readonly ScriptedRule[],
  surroundings: { clock: Clock; ids: Ids; answerBytes: number },
): ReadonlyMap<string, LanguageModel> =>
  new Map([
    [echoModelId, echoLanguageModel(surroundings)],
    [scriptedModelId, scriptedLanguageModel(scripted, surroundings)],
  ])
