import { addTags, iso, newId, once, refusals, refuseIf, Refused, reserved, shortId } from './model.ts'
import type { ModelPrompt, Turn } from './model.ts'
import type { Modelled } from './operations.ts'

export const promptModel = {
  CreatePrompt({ clientToken: token, tags, ...written }, turn) {
    const { state, now, prefix, quota } = turn
    const or = refusals({ ValidationException: isInvalid(written) || reserved(tags) })
    return once(turn, { operation: 'CreatePrompt', token, parameters: { tags, ...written }, or }, () => {
      refuseIf({
        ValidationException: or.length > 0,
        ServiceQuotaExceededException: Object.keys(state.prompts).length >= quota,
      })
      const id = newId(state.prompts, turn)
      state.prompts[id] = { written, createdAt: now, updatedAt: now, lastVersion: 0, versions: {} }
      addTags(turn, `${prefix}prompt/${id}`, tags)
      return shown(turn, id, 'DRAFT')
    })
  },
  GetPrompt({ promptIdentifier, promptVersion, includedData }, turn) {
    const { id, version = 'DRAFT' } = named(turn, promptIdentifier, promptVersion)
    const { variants, ...metadata } = shown(turn, id, version)
    return includedData === 'METADATA_ONLY' ? metadata : { ...metadata, variants }
  },
  UpdatePrompt({ promptIdentifier, ...written }, turn) {
    const invalid = refusals({ ValidationException: isInvalid(written) })
    const { id, prompt } = whole(turn, promptIdentifier, invalid)
    if (invalid.length > 0) throw new Refused(...invalid)
    prompt.written = written
    prompt.updatedAt = Math.max(prompt.updatedAt, turn.now)
    return shown(turn, id, 'DRAFT')
  },
  DeletePrompt({ promptIdentifier, promptVersion }, turn) {
    const { id, prompt, version } = named(turn, promptIdentifier, promptVersion)
    const arn = `${turn.prefix}prompt/${id}`
    const versions = version === undefined ? Object.keys(prompt.versions) : [version]
    for (const number of versions) {
      if (!prompt.versions[number]) throw new Refused('ResourceNotFoundException')
      delete turn.state.tags[`${arn}:${number}`]
      delete prompt.versions[number]
    }
    if (version !== undefined) return { id, version }
    delete turn.state.tags[arn]
    delete turn.state.prompts[id]
    return { id }
  },
  ListPrompts({ promptIdentifier }, turn) {
    const keys =
      promptIdentifier === undefined
        ? Object.keys(turn.state.prompts).map((id) => [id, 'DRAFT'] as const)
        : versionsOf(whole(turn, promptIdentifier))
    const promptSummaries = keys.map(([id, version]) => {
      const { variants: _v, defaultVariant: _d, customerEncryptionKeyArn: _k, ...summary } = shown(turn, id, version)
      return summary
    })
    return { promptSummaries }
  },
  CreatePromptVersion({ promptIdentifier, clientToken: token, description, tags }, turn) {
    const { now, prefix, quota, state } = turn
    const id = promptIdentifier.startsWith(prefix) ? promptIdentifier.slice(`${prefix}prompt/`.length) : promptIdentifier
    const or = refusals({
      ResourceNotFoundException: !state.prompts[id],
      ValidationException: reserved(tags) || promptIdentifier.includes(`${id}:`) || /:\d+$/.test(promptIdentifier),
    })
    return once(turn, { operation: 'CreatePromptVersion', token, parameters: { id, description, tags }, or }, () => {
      const { prompt } = whole(turn, promptIdentifier)
      refuseIf({
        ValidationException: reserved(tags),
        ServiceQuotaExceededException: Object.keys(prompt.versions).length >= quota,
      })
      const { description: _, ...copied } = prompt.written
      const version = String(++prompt.lastVersion)
      prompt.versions[version] = { written: { ...copied, ...(description !== undefined && { description }) }, createdAt: now }
      addTags(turn, `${prefix}prompt/${id}:${version}`, tags)
      return shown(turn, id, version)
    })
  },
} satisfies Modelled

const isInvalid = ({ defaultVariant, variants = [] }: ModelPrompt['written']): boolean =>
  (defaultVariant !== undefined && variants.every(({ name }) => name !== defaultVariant)) ||
  variants.some(({ templateType, templateConfiguration }) => !templateConfiguration[templateType === 'TEXT' ? 'text' : 'chat'])

const splitVersion = (promptIdentifier: string, { prefix }: Turn) => {
  const [id = '', version] = (shortId(promptIdentifier, `${prefix}prompt/`) ?? '').split(':')
  return { id, version }
}

/** The prompt, and the version that the identifier or the parameter names. */
const named = (turn: Turn, promptIdentifier: string, wanted: string | undefined) => {
  const { id, version } = splitVersion(promptIdentifier, turn)
  const prompt = turn.state.prompts[id]
  const two = version !== undefined && wanted !== undefined && version !== wanted
  if (!prompt) throw new Refused('ResourceNotFoundException', ...refusals({ ValidationException: two }))
  refuseIf({ ValidationException: two })
  return { id, prompt, version: wanted ?? version }
}

/** The prompt, which no version may be named of. */
const whole = (turn: Turn, promptIdentifier: string, or: ReturnType<typeof refusals> = []) => {
  const { id, version } = splitVersion(promptIdentifier, turn)
  const prompt = turn.state.prompts[id]
  const tooMuch = refusals({ ValidationException: version !== undefined })
  if (!prompt) throw new Refused('ResourceNotFoundException', ...tooMuch, ...or)
  if (tooMuch.length > 0) throw new Refused(...tooMuch, ...or)
  return { id, prompt }
}

const versionsOf = ({ id, prompt }: { id: string; prompt: ModelPrompt }) =>
  ['DRAFT', ...Object.keys(prompt.versions)].map((version) => [id, version] as const)

const shown = ({ state, prefix }: Turn, id: string, version: string) => {
  const prompt = state.prompts[id]
  const copy = version === 'DRAFT' ? prompt : prompt?.versions[version]
  if (!copy) throw new Refused('ResourceNotFoundException')
  const { written, createdAt } = copy
  const updatedAt = copy === prompt ? prompt.updatedAt : createdAt
  const arn = `${prefix}prompt/${id}${version === 'DRAFT' ? '' : `:${version}`}`
  return { ...written, id, arn, version, createdAt: iso(createdAt), updatedAt: iso(updatedAt) }
}
