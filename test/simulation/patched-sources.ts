import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** One line of a source file that is to read otherwise. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string
  readonly line: string
  readonly with: string
}

const root = new URL('../../', import.meta.url)
const parameter = 'patched'
const patched = new Map<string, readonly Patch[]>()

/**
 * Imports a module of `test/simulation`, and all that it imports from here, as if the patches were in the sources: a copy of
 * its own, beside what is loaded already.
 * @throws Error - a line is not there, or there more than once: then the patch says nothing about today's sources.
 */
export const importPatched = async (module: string, patches: readonly Patch[]): Promise<unknown> => {
  for (const { file, line } of patches) {
    const times = readFileSync(new URL(file, root), 'utf8')
      .split('\n')
      .filter((one) => one === line).length
    if (times !== 1) throw new Error(`${file} has the line to patch ${times} times: ${line}`)
  }
  if (patched.size === 0) registerHooks({ resolve, load })
  const id = `${patched.size + 1}`
  patched.set(id, patches)
  return await import(`${new URL(module, import.meta.url).href}?${parameter}=${id}`)
}

/** What a patched module imports from here is loaded anew too. */
const resolve: Parameters<typeof registerHooks>[0]['resolve'] = (specifier, context, next) => {
  const resolved = next(specifier, context)
  const id = context.parentURL?.startsWith(root.href) ? new URL(context.parentURL).searchParams.get(parameter) : null
  if (id === null || !resolved.url.startsWith(root.href) || resolved.url.includes('/node_modules/')) return resolved
  return { ...resolved, url: `${resolved.url.replace(/\?.*$/, '')}?${parameter}=${id}` }
}

const load: Parameters<typeof registerHooks>[0]['load'] = (url, context, next) => {
  const loaded = next(url, context)
  const [path = '', id = ''] = url.split(`?${parameter}=`)
  const patches = (patched.get(id) ?? []).filter(({ file }) => new URL(file, root).href === path)
  if (patches.length === 0) return loaded
  const lines = readFileSync(new URL(path), 'utf8').split('\n')
  for (const { line, with: other } of patches) lines[lines.indexOf(line)] = other
  return { ...loaded, source: lines.join('\n') }
}
