import { resolve } from 'node:path'

/** Where the configuration has paths of files; `*` stands for every entry of a list. */
const places = [
  'dataDir',
  'flows.*.file',
  'access.credentials.*.policies.*',
  'tls.certFile',
  'tls.keyFile',
  'functions.*.module',
  'functions.*.interpreter',
  'buckets.*.directory',
].map((place) => place.split('.'))

/** The settings as they are written, their paths absolute: relative ones from `directory` on. What is no path is left for the check. */
export const withAbsolutePaths = (settings: unknown, directory: string): unknown =>
  places.reduce((changed, place) => changedAt(changed, place, (name, path) => absolute(name, path, directory)), settings)

type Change = (name: string, value: string) => string

const changedAt = (value: unknown, [name, ...rest]: readonly string[], change: Change, last = ''): unknown => {
  if (name === undefined) return typeof value === 'string' && value !== '' ? change(last, value) : value
  if (name === '*') return Array.isArray(value) ? value.map((entry: unknown) => changedAt(entry, rest, change, last)) : value
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return value
  const members: Readonly<Record<string, unknown>> = { ...value }
  return { ...members, [name]: changedAt(members[name], rest, change, name) }
}

/** A command without a slash is to be found in PATH. */
const absolute = (name: string, path: string, directory: string): string =>
  name === 'interpreter' && !path.includes('/') ? path : resolve(directory, path)
