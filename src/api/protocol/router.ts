import { ValidationException } from '../../contract/exceptions.ts'

/** Something that is reached by a method and a path such as `/flows/{flowIdentifier}/`. */
export interface Route {
  readonly method: string
  readonly path: string
}

export type Match<R extends Route> =
  | { readonly type: 'found'; readonly route: R; readonly labels: Readonly<Record<string, string>> }
  | { readonly type: 'wrongMethod'; readonly allowed: readonly string[] }
  | { readonly type: 'unknown' }

interface Branch<R extends Route> {
  readonly literals: Map<string, Branch<R>>
  label?: Branch<R>
  readonly routes: Map<string, R>
}

/**
 * Finds routes as AWS's front ends do: the path is split before it is decoded, one trailing slash means nothing, a literal
 * wins over a label, and a label may be empty.
 * The matching throws a ValidationException for a broken percent-encoding.
 * @throws Error - two routes share a method and a path.
 */
export const router = <R extends Route>(routes: Iterable<R>): ((method: string, path: string) => Match<R>) => {
  const root = branch<R>()
  for (const route of routes) plant(root, route)
  return (method, path) => {
    if (!path.startsWith('/')) return { type: 'unknown' }
    const segments = segmentsOf(path)
    const leaves = [...find(root, segments, 0)]
    for (const leaf of leaves) {
      const route = leaf.routes.get(method)
      if (route !== undefined) return { type: 'found', route, labels: labelsOf(route.path, segments) }
    }
    if (leaves.length === 0) return { type: 'unknown' }
    return { type: 'wrongMethod', allowed: [...new Set(leaves.flatMap((leaf) => [...leaf.routes.keys()]))].toSorted() }
  }
}

/** The same for two routes exactly when no request tells them apart. */
export const routeKey = ({ method, path }: Route): string =>
  [method, ...segmentsOf(path).map((segment) => (isLabel(segment) ? '{}' : segment))].join('/')

const branch = <R extends Route>(): Branch<R> => ({ literals: new Map(), routes: new Map() })

const segmentsOf = (path: string): readonly string[] =>
  (path.length > 1 && path.endsWith('/') ? path.slice(1, -1) : path.slice(1)).split('/')

const isLabel = (segment: string): boolean => segment.startsWith('{')

const plant = <R extends Route>(root: Branch<R>, route: R): void => {
  let at = root
  for (const segment of segmentsOf(route.path)) {
    if (isLabel(segment)) at = at.label ??= branch()
    else {
      const next = at.literals.get(segment) ?? branch<R>()
      at.literals.set(segment, next)
      at = next
    }
  }
  if (at.routes.has(route.method)) throw new Error(`Two routes answer ${route.method} ${route.path}.`)
  at.routes.set(route.method, route)
}

/** Literals first. Deeper than the deepest route it finds nothing: a long path costs no more than a short one. */
function* find<R extends Route>(at: Branch<R>, segments: readonly string[], depth: number): Generator<Branch<R>> {
  const segment = segments[depth]
  if (segment === undefined) {
    if (at.routes.size > 0) yield at
    return
  }
  const literal = at.literals.get(segment)
  if (literal !== undefined) yield* find(literal, segments, depth + 1)
  if (at.label !== undefined) yield* find(at.label, segments, depth + 1)
}

const labelsOf = (template: string, segments: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    segmentsOf(template)
      .map((segment, index) => ({ segment, value: segments[index] ?? '' }))
      .filter(({ segment }) => isLabel(segment))
      .map(({ segment, value }) => [segment.slice(1, -1), decode(value)]),
  )

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch (cause) {
    throw new ValidationException('The path has a broken percent-encoding.', { cause })
  }
}
