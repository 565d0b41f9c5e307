/** The first that has all of what Sluice is written in: `node:sqlite`, `await using`. */
const oldestNode = 24

/** Why this Node.js cannot run Sluice, in one sentence; `undefined`: it can. */
export const tooOldNode = (version: string): string | undefined =>
  Number(version.split('.')[0]) < oldestNode ? `Sluice needs Node.js ${oldestNode} or newer, this is ${version}.` : undefined
