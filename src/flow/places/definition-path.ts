/** Where something stands in a definition: members and indexes from the outside in, as `['nodes', 2, 'name']`. */
export type DefinitionPath = readonly (string | number)[]

/** `nodes[2].name`, from the definition on; the definition itself is the empty text. */
export const textOfPath = (path: DefinitionPath): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
