import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'

/** A file that cannot be read as YAML: one sentence. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** What a YAML or JSON file says. `undefined`: there is no such file. @throws UnreadableFile - one sentence that begins with `what`. */
export const readYamlFile = async (what: string, file: string): Promise<unknown> => {
  const text = await readText(what, file)
  return text === undefined ? undefined : parseYaml(`${what} ${file}`, text)
}

const readText = async (what: string, file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause
    if (code === 'ENOENT') return undefined
    throw new UnreadableFile(`${what} ${file} cannot be read (${String(code)}).`, { cause })
  }
}

const parseYaml = (subject: string, text: string): unknown => {
  const document = parseDocument(text, { prettyErrors: false })
  // A warning is something that the parser would otherwise read in its own way, as an unknown tag.
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem !== undefined) {
    const line = text.slice(0, problem.pos[0]).split('\n').length
    const hint = problem.code === 'BAD_ALIAS' ? ' A value that begins with * stands in quotes.' : ''
    throw new UnreadableFile(`${subject} is not valid YAML: line ${line}: ${problem.message.replace(/\.$/, '')}.${hint}`)
  }
  try {
    return document.toJS()
  } catch (cause) {
    throw new UnreadableFile(`${subject} has too many aliases.`, { cause })
  }
}
